"""What components of ZGW themselves do: notifications-api-common, by which Open Notificaties reads a notification, and by which Open Zaak
and others look up a kanaal and subscribe. Run by its own Python (build/conformance/python); says what it found as JSON."""
import json
import os
import sys

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "solo", "simple_certmanager", "zgw_consumers", "notifications_api_common"], USE_TZ=True, SITE_DOMAIN="consumer.example",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}, LANGUAGE_CODE="nl", PRIVATE_MEDIA_ROOT="/nonexistent", PRIVATE_MEDIA_URL="/private/",
    SENDFILE_BACKEND="django_sendfile.backends.simple", SENDFILE_ROOT="/nonexistent", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", SECRET_KEY="a proof")
django.setup()

from ape_pie.client import APIClient  # noqa: E402
from djangorestframework_camel_case.util import underscoreize  # noqa: E402
from notifications_api_common.api.serializers import NotificatieSerializer  # noqa: E402
from notifications_api_common.management.commands.register_kanalen import get_kanaal  # noqa: E402
from notifications_api_common.models import NotificationsConfig, Subscription  # noqa: E402
from zgw_consumers.models import Service  # noqa: E402


def notification(body):
    """What is wrong with it, and what is read of it."""
    read = NotificatieSerializer(data=underscoreize(body))
    return {"fouten": {} if read.is_valid() else read.errors, "gelezen": sorted(read.validated_data) if not read.errors else []}


def token(text, secret):
    import jwt
    claims = jwt.decode(text, secret, algorithms=["HS256"], options={"verify_iat": True})
    return {name: claims[name] for name in ("iss", "client_id", "user_id")}


def signature(url, method, headers, body, certificate):
    """By http-message-signatures (PyPI), which shares nothing with what signed."""
    import base64

    import requests
    from cryptography import x509
    from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
    public = x509.load_der_x509_certificate(base64.b64decode(certificate)).public_key()

    class Resolver(HTTPSignatureKeyResolver):
        def resolve_public_key(self, key_id):
            return public

    request = requests.Request(method, url, data=body.encode(), headers=headers).prepare()
    request.headers.update(headers)
    kind = algorithms.RSA_PSS_SHA512 if 'alg="rsa-pss-sha512"' in headers["Signature-Input"] else algorithms.ECDSA_P256_SHA256
    results = HTTPMessageVerifier(signature_algorithm=kind, key_resolver=Resolver()).verify(request)
    return {"gedekt": [name.strip('"') for name in results[0].covered_components]}


def subscribe(base, callback, cert, key, ca):
    """As a consumer does when it starts: looks up the kanaal, and subscribes."""
    os.environ["REQUESTS_CA_BUNDLE"] = ca  # which goes before `verify` where a machine sets it
    service = Service(label="gateway", api_root=base, client_id="consumer", secret="een geheim van de consumer dat lang genoeg is")
    client = APIClient(base, request_kwargs={"cert": (cert, key), "verify": ca})
    NotificationsConfig.get_solo = classmethod(lambda cls: NotificationsConfig(notifications_api_service=service))
    NotificationsConfig.get_client = classmethod(lambda cls: client)
    wanted = Subscription(identifier="proef", callback_url=callback, client_id="c", secret="s", channels=["inburgering"])
    wanted.save = lambda *_, **__: None
    with client:
        kanaal = get_kanaal("inburgering", client)
        wanted.register()
        return {"kanaal": kanaal, "abonnement": wanted._subscription}


asked = json.load(sys.stdin)
json.dump({"notification": notification, "token": token, "signature": signature, "subscribe": subscribe}[sys.argv[1]](**asked), sys.stdout, default=str)
