// Ontvanger.java GATEWAY POORT CLIENT.p12 SERVER.p12 WACHTWOORD: ontvangt gebeurtenissen, met de client uit het contract. In
// elk van beide staan een certificaat van u, zijn sleutel, en het stamcertificaat van de gateway (keytool -importcert).
import com.sun.net.httpserver.*;
import java.io.FileInputStream;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.security.KeyStore;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.*;
import nl.inburgering.gemeente.*;
import nl.inburgering.gemeente.api.AbonnementenApi;
import nl.inburgering.gemeente.model.*;

public class Ontvanger {
  static final Set<String> GEZIEN = ConcurrentHashMap.newKeySet();   // bewaar dit bij uw gegevens
  static final Map<String, Long> LAATSTE = new ConcurrentHashMap<>();

  static SSLContext tls(String bestand, char[] wachtwoord) throws Exception {
    KeyStore winkel = KeyStore.getInstance("PKCS12");
    winkel.load(new FileInputStream(bestand), wachtwoord);
    KeyManagerFactory eigen = KeyManagerFactory.getInstance("PKIX");
    eigen.init(winkel, wachtwoord);
    TrustManagerFactory anderen = TrustManagerFactory.getInstance("PKIX");
    anderen.init(winkel);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(eigen.getKeyManagers(), anderen.getTrustManagers(), null);
    return tls;
  }

  static void verwerk(Gebeurtenis gebeurtenis) {
    if (!GEZIEN.add(gebeurtenis.getId())) return;
    long nummer = Long.parseLong(gebeurtenis.getSequence());
    String vorige = gebeurtenis.getPrevioussequence();
    Long laatste = LAATSTE.get(gebeurtenis.getSubject());
    if (vorige != null && laatste != null && Long.parseLong(vorige) != laatste)
      System.out.println("er ontbreekt iets van dossier " + gebeurtenis.getSubject());   // vraag een herhaling
    System.out.println(gebeurtenis.getType() + " nr " + nummer);   // bewaar hier gebeurtenis.getData()
    LAATSTE.merge(gebeurtenis.getSubject(), nummer, Math::max);
  }

  public static void main(String[] args) throws Exception {
    SSLContext bellen = tls(args[2], args[4].toCharArray()), gebeld = tls(args[3], args[4].toCharArray());
    ApiClient client = new ApiClient().setHttpClientBuilder(HttpClient.newBuilder().sslContext(bellen));
    client.updateBaseUri(args[0] + "/gemeente/v1");
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1])), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(gebeld) {
      @Override public void configure(HttpsParameters parameters) {
        SSLParameters eisen = getSSLContext().getDefaultSSLParameters();
        eisen.setNeedClientAuth(true);
        parameters.setSSLParameters(eisen);
      }
    });
    server.createContext("/", verzoek -> {
      int status = 204;
      if (verzoek.getRequestMethod().equals("OPTIONS")) {
        String wie = verzoek.getRequestHeaders().getFirst("WebHook-Request-Origin");
        verzoek.getResponseHeaders().set("WebHook-Allowed-Origin", wie);
      } else {
        try {
          Gebeurtenis gebeurtenis = client.getObjectMapper().readValue(verzoek.getRequestBody(), Gebeurtenis.class);
          if (gebeurtenis.getId() == null || gebeurtenis.getSubject() == null) status = 400;
          else verwerk(gebeurtenis);
        } catch (com.fasterxml.jackson.core.JsonProcessingException geenGebeurtenis) {
          status = 400;   // hier is nooit iets van te maken: de gateway legt het apart
        }
      }
      verzoek.sendResponseHeaders(status, -1);
      verzoek.close();
    });
    server.start();
    Wens wens = new Wens().id("ontvanger-java").gemeenten(List.of("0518")).beginstand(true)
        .url("https://127.0.0.1:" + server.getAddress().getPort() + "/gebeurtenissen");
    System.out.println(new AbonnementenApi(client).maakAbonnement(wens).getStatus());
    System.out.println("klaar op " + server.getAddress().getPort());
  }
}
