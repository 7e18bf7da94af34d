"""The other side of the interop tests: the Python package `sd-jwt`, the reference implementation of SD-JWT.

    python interop.py issue DIRECTORY     issue and present with it: one JSON file a case
    python interop.py verify FILE...      verify presentations of ours with it: on standard output
                                          {"<case>": {"presentation", "claims"}}

A case: {"case", "issuer_public_jwk", "holder_public_jwk", "audience", "nonce", "now", "issuance", "presentation", "claims"}.
`audience` and `nonce` are null where the presentation carries no KB-JWT. Everything here is a test key or a made-up person.
"""

import json
import sys
from pathlib import Path

import sd_jwt.holder
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

NOW = 1_700_000_000
AUDIENCE = "https://verifier.example"
NONCE = "n-0S6_WzA2Mj"
ALWAYS = {"iss": "https://issuer.example", "iat": NOW - 86_400, "exp": NOW + 86_400, "vct": "urn:example:person"}

# The package takes the clock where it makes a KB-JWT.
sd_jwt.holder.time = lambda: NOW


def hidden(name):
    return SDObj(name)


# case: (claims with SDObj around what may be withheld, what to show, key binding, decoys)
CASES = {
    "flat": ({hidden("given_name"): "Ada", hidden("family_name"): "Lovelace", "country": "GB"}, {"given_name": True}, True, False),
    "nothing-shown": ({hidden("given_name"): "Ada", hidden("age"): 36}, {}, True, False),
    "everything-shown": ({hidden("given_name"): "Ada", hidden("age"): 36}, {"given_name": True, "age": True}, True, False),
    "without-key-binding": ({hidden("given_name"): "Ada", "age": 36}, {"given_name": True}, False, False),
    "decoys": ({hidden("given_name"): "Ada", "address": {hidden("city"): "London"}}, {"address": {"city": True}}, True, True),
    "nested": (
        {"address": {hidden("street"): "12 St James's Square", hidden("city"): "London", "country": "GB"}},
        {"address": {"city": True}},
        True,
        False,
    ),
    "recursive": (
        {hidden("address"): {hidden("street"): "12 St James's Square", hidden("city"): "London"}},
        {"address": {"street": True}},
        True,
        False,
    ),
    "array-elements": (
        {"nationalities": [SDObj("GB"), SDObj("DE"), "FR"], hidden("degrees"): [{"type": "BSc"}, SDObj({"type": "MSc"})]},
        {"nationalities": [False, True], "degrees": [None, True]},
        True,
        False,
    ),
    "kinds-of-values": (
        {
            hidden("null"): None,
            hidden("truth"): True,
            hidden("whole"): -7,
            hidden("real"): 1.25,
            hidden("empty"): {},
            hidden("text"): "Zażółć gęślą jaźń \u6771\u4eac \U0001f600 \"\\/\n",
        },
        {"null": True, "truth": True, "whole": True, "real": True, "empty": True, "text": True},
        True,
        False,
    ),
}


def issue(directory):
    issuer = JWK.generate(kty="EC", crv="P-256")
    holder = JWK.generate(kty="EC", crv="P-256")
    directory.mkdir(parents=True, exist_ok=True)
    for case, (claims, shown, bound, decoys) in CASES.items():
        issued = SDJWTIssuer(
            {**ALWAYS, **claims},
            issuer,
            holder_key=holder if bound else None,
            add_decoy_claims=decoys,
            extra_header_parameters={"typ": "dc+sd-jwt"},
        )
        held = SDJWTHolder(issued.sd_jwt_issuance)
        if bound:
            held.create_presentation(shown, NONCE, AUDIENCE, holder)
        else:
            held.create_presentation(shown)
        record = {
            "case": case,
            "issuer_public_jwk": issuer.export_public(as_dict=True),
            "holder_public_jwk": holder.export_public(as_dict=True),
            "audience": AUDIENCE if bound else None,
            "nonce": NONCE if bound else None,
            "now": NOW,
            "issuance": issued.sd_jwt_issuance,
            "presentation": held.sd_jwt_presentation,
        }
        record["claims"] = verified_claims(record)
        (directory / f"{case}.json").write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n")


def verified_claims(record):
    key = JWK.from_json(json.dumps(record["issuer_public_jwk"]))
    verifier = SDJWTVerifier(record["presentation"], lambda _issuer, _header: key, record["audience"], record["nonce"])
    return verifier.get_verified_payload()


def verify(files):
    records = [json.loads(Path(file).read_text()) for file in files]
    read = {
        record["case"]: {"presentation": record["presentation"], "claims": verified_claims(record)} for record in records
    }
    json.dump(read, sys.stdout, indent=2, ensure_ascii=False)
    print()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["issue", directory]:
            issue(Path(directory))
        case ["verify", *files] if files:
            verify(files)
        case _:
            sys.exit(__doc__)
