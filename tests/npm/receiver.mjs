// A wallet that takes up an offer, by @openid4vc/openid4vci; what it gets it verifies by @sd-jwt/sd-jwt-vc.
//
// Order: { offer, tx_code, copies, dpop, encrypted, person, configuration }. Tells: received with claims and key binding, or an error.

import { preAuthorizedCodeGrantIdentifier } from "@openid4vc/oauth2";
import { Openid4vciClient } from "@openid4vc/openid4vci";
import { callbacks, decryptWith, encryptTo, generateKey, publicOf } from "./crypto.mjs";
import "./http.mjs";
import { order, tell, tellError } from "./lines.mjs";
import { verify } from "./sd_jwt.mjs";

const REDIRECT = "http://127.0.0.1:1/callback";
const ordered = { copies: 1, ...(await order()) };
const keys = await Promise.all(Array.from({ length: ordered.copies }, generateKey));
const dpopKey = await generateKey();
const responseKey = { ...(await generateKey()), alg: "ECDH-ES", kid: "response-1" };
const known = {};
const client = new Openid4vciClient({
  callbacks: callbacks({ sign: [...keys, dpopKey], known, fetch: through, clientAuthentication: identify }),
});
let issuerMetadata;
let identifier;
let deferredNotification;

// A public client: the library's anonymous one would leave `client_id` out everywhere.
function identify({ body }) {
  if (body.grant_type !== preAuthorizedCodeGrantIdentifier) body.client_id = "npm-wallet";
}

// What the library has no words for is done on the way. It names a configuration even where the token response has identifiers, which must
// be used then (OpenID4VCI 1.0 section 8.2); it takes a deferred response with a notification id for a mistake, which is one without credentials
// (section 9.2); and it knows neither encrypted credential requests nor encrypted responses (section 10).
async function through(address, options) {
  if (String(address) === issuerMetadata?.credentialIssuer.deferred_credential_endpoint) return withoutNotification(await fetch(address, options));
  if (String(address) !== issuerMetadata?.credentialIssuer.credential_endpoint) return fetch(address, options);
  const asked = JSON.parse(options.body);
  if (identifier) {
    delete asked.credential_configuration_id;
    asked.credential_identifier = identifier;
  }
  if (!ordered.encrypted) return fetch(address, { ...options, body: JSON.stringify(asked) });
  asked.credential_response_encryption = { jwk: publicOf(responseKey), enc: "A256GCM" };
  const { jwks: { keys: [key] }, enc_values_supported: [enc] } = issuerMetadata.credentialIssuer.credential_request_encryption;
  const response = await fetch(address, {
    ...options,
    headers: { ...options.headers, "Content-Type": "application/jwt" },
    body: await encryptTo(key, enc, JSON.stringify(asked)),
  });
  if (!response.ok) return response;
  if (response.headers.get("content-type") !== "application/jwt") throw new Error("the response is not encrypted");
  const { text } = await decryptWith(responseKey, await response.text());
  const headers = new Headers(response.headers);
  headers.set("content-type", "application/json");
  return new Response(text, { status: response.status, headers });
}

async function withoutNotification(response) {
  if (response.status !== 200) return response;
  const { notification_id: id, ...rest } = await response.json();
  deferredNotification = id;
  return new Response(JSON.stringify(rest), { status: 200, headers: response.headers });
}

async function fetchKeys(issuer) {
  const { jwks } = await (await fetch(`${issuer}/.well-known/jwt-vc-issuer`)).json();
  for (const key of jwks.keys) known[key.kid] = key;
  return jwks.keys.find((key) => key.kty === "EC");
}

// The person at the sign-in page: chooses a name and agrees.
async function signIn(address) {
  const page = await (await fetch(address)).text();
  const [, login] = page.match(/name="login" value="([^"]+)"/);
  const body = new URLSearchParams({ login, person: ordered.person, decision: "agree" });
  const reply = await fetch(new URL("/authorize", address), { method: "POST", body, redirect: "manual" });
  return reply.headers.get("location");
}

async function accessToken(offer, dpop) {
  if (offer.grants[preAuthorizedCodeGrantIdentifier]) {
    return client.retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer: offer, issuerMetadata, txCode: ordered.tx_code ?? undefined, dpop });
  }
  // Without `state`, for which the library has no place here: PKCE and `iss` say whose answer it is.
  const begun = await client.initiateAuthorization({
    clientId: "npm-wallet", credentialOffer: offer, issuerMetadata, redirectUri: REDIRECT, scope: offer.credential_configuration_ids[0], dpop,
  });
  const back = client.parseAndVerifyAuthorizationResponseRedirectUrl({
    url: await signIn(begun.authorizationRequestUrl), authorizationServerMetadata: issuerMetadata.authorizationServers[0],
  });
  return client.retrieveAuthorizationCodeAccessTokenFromOffer({
    credentialOffer: offer, issuerMetadata, authorizationCode: back.code, pkceCodeVerifier: begun.pkce.codeVerifier, redirectUri: REDIRECT,
    dpop: begun.dpop ?? dpop,
  });
}

async function credentials(configuration, token, dpop) {
  const config = issuerMetadata.credentialIssuer.credential_configurations_supported[configuration];
  let proofs;
  if (config.proof_types_supported) {
    const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
    const one = (key) => client.createCredentialRequestJwtProof({
      issuerMetadata, credentialConfigurationId: configuration, nonce, signer: { method: "jwk", publicJwk: publicOf(key), alg: "ES256" },
    });
    proofs = { jwt: (await Promise.all(keys.map(one))).map(({ jwt }) => jwt) };
  }
  const shared = { issuerMetadata, accessToken: token, dpop };
  let { credentialResponse: response } = await client.retrieveCredentials({ ...shared, proofs, credentialConfigurationId: configuration });
  const deferred = Boolean(response.transaction_id);
  while (response.transaction_id) {
    await new Promise((resolve) => setTimeout(resolve, response.interval * 1000));
    const { transaction_id: transactionId } = response;
    ({ deferredCredentialResponse: response } = await client.retrieveDeferredCredentials({ ...shared, transactionId }));
  }
  const notificationId = response.notification_id ?? deferredNotification;
  if (notificationId) {
    await client.sendNotification({ ...shared, notification: { notificationId, event: "credential_accepted" } });
  }
  return { list: response.credentials.map(({ credential }) => credential), deferred };
}

try {
  const offer = await client.resolveCredentialOffer(ordered.offer);
  const issuerKey = await fetchKeys(offer.credential_issuer);
  issuerMetadata = await client.resolveIssuerMetadata(offer.credential_issuer);
  const [configuration] = offer.credential_configuration_ids;
  const dpop = ordered.dpop ? { signer: { method: "jwk", publicJwk: publicOf(dpopKey), alg: "ES256" } } : undefined;
  const { accessTokenResponse: token, dpop: bound } = await accessToken(offer, dpop);
  identifier = token.authorization_details?.[0].credential_identifiers?.[0];
  const { list, deferred } = await credentials(configuration, token.access_token, bound);
  const bbs = issuerMetadata.credentialIssuer.credential_configurations_supported[configuration].format !== "dc+sd-jwt";
  // The library knows no BBS: those are for the test.
  const claims = bbs ? [] : await Promise.all(list.map((credential) => verify(credential, { issuerKey })));
  const bindings = claims.map((claims) => keys.findIndex((key) => key.x === claims.cnf.jwk.x));
  tell({
    event: "received", credentials: list, claims, bindings, deferred, token_type: token.token_type, by_identifier: Boolean(identifier), keys,
  });
} catch (error) {
  tellError(error);
}
