// What the issuer says of itself: as OpenID4VCI issuer, as authorization server, and of its keys.

import { publicOf } from "./crypto.mjs";

const ENCRYPTION = { alg_values_supported: ["ECDH-ES"], enc_values_supported: ["A128GCM", "A256GCM"], encryption_required: true };

export function describeIssuer(base, { copies, encryption }) {
  return {
    credential_issuer: base,
    credential_endpoint: `${base}/credential`,
    nonce_endpoint: `${base}/nonce`,
    notification_endpoint: `${base}/notification`,
    ...(copies > 1 && { batch_credential_issuance: { batch_size: copies } }),
    ...(encryption && {
      credential_request_encryption: {
        jwks: { keys: [publicOf(encryption)] }, enc_values_supported: ["A256GCM"], encryption_required: true,
      },
      credential_response_encryption: ENCRYPTION,
    }),
    display: [{ name: "The library's town", locale: "en" }],
    credential_configurations_supported: {
      residence: {
        format: "dc+sd-jwt",
        vct: `${base}/types/residence`,
        scope: "residence",
        cryptographic_binding_methods_supported: ["jwk"],
        credential_signing_alg_values_supported: ["ES256"],
        proof_types_supported: { jwt: { proof_signing_alg_values_supported: ["ES256"] } },
        credential_metadata: {
          display: [{ name: "Residence", locale: "en", background_color: "#1b4d3e", text_color: "#ffffff" }],
          claims: [
            { path: ["given_name"], display: [{ name: "Given name", locale: "en" }] },
            { path: ["age_over_18"], display: [{ name: "Over 18", locale: "en" }] },
          ],
        },
      },
    },
  };
}

export function describeServer(base, { grant, dpop }) {
  return {
    issuer: base,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/keys`,
    authorization_endpoint: `${base}/authorize`,
    pushed_authorization_request_endpoint: `${base}/par`,
    require_pushed_authorization_requests: true,
    response_types_supported: ["code"],
    grant_types_supported: [grant],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["none"],
    authorization_response_iss_parameter_supported: true,
    "pre-authorized_grant_anonymous_access_supported": true,
    ...(dpop && { dpop_signing_alg_values_supported: ["ES256"] }),
  };
}

export function describeKeys(base, key) {
  return { issuer: base, jwks: { keys: [publicOf(key)] } };
}

export function describeType(base) {
  const claim = (name, label) => ({ path: [name], sd: "always", display: [{ locale: "en", label }] });
  return {
    vct: `${base}/types/residence`,
    name: "Residence",
    display: [{ locale: "en", name: "Residence" }],
    claims: [claim("given_name", "Given name"), claim("age_over_18", "Over 18")],
  };
}
