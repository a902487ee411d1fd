// Sends one npsLk01 with a SOAP client made from the official WSDL, and prints what it understood of the answer.
// node soap_client.mjs MODULES WSDL ENDPOINT CERTIFICATE KEY ROOT REFERENCE GESLACHTSAANDUIDING
import {createRequire} from "node:module";
import fs from "node:fs";

const [modules, wsdl, endpoint, certificate, key, root, reference, sex] = process.argv.slice(2);
const soap = createRequire(modules + "/")("soap");
const client = await soap.createClientAsync(wsdl, {endpoint});
client.setSecurity(new soap.ClientSSLSecurity(fs.readFileSync(key), fs.readFileSync(certificate), fs.readFileSync(root)));
const message = {
  stuurgegevens: {
    "StUF:berichtcode": "Lk01",
    "StUF:zender": {"StUF:organisatie": "0518", "StUF:applicatie": "BRP"},
    "StUF:ontvanger": {"StUF:organisatie": "0518", "StUF:applicatie": "INBURGERING"},
    "StUF:referentienummer": reference, "StUF:tijdstipBericht": "20261102093015", "StUF:entiteittype": "NPS",
  },
  parameters: {"StUF:mutatiesoort": "T", "StUF:indicatorOvername": "V"},
  object: {
    attributes: {"StUF:entiteittype": "NPS", "StUF:verwerkingssoort": "T"},
    "inp.bsn": "999996617", geslachtsnaam: "Tesfay", geslachtsaanduiding: sex,
  },
};
try {
  const [answer] = await client.npsLk01Async(message);
  console.log(JSON.stringify({answer}));
} catch (error) {
  const fault = error.root?.Envelope?.Body?.Fault;
  console.log(JSON.stringify({status: error.response?.status, fault: fault ?? String(error)}));
}
