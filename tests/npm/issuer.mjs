// An issuer: OpenID4VCI by @openid4vc/openid4vci and @openid4vc/oauth2, credentials by @sd-jwt/sd-jwt-vc, its status list by
// @sd-jwt/jwt-status-list.
//
// Order: { grant, tx_code, dpop, encrypted, copies }. Tells: ready with the offer, issued, notified. Everybody who comes to its sign-in page
// agrees at once: what a browser does there is between the wallet and the test.

import { randomUUID } from "node:crypto";
import { Oauth2AuthorizationServer, Oauth2ResourceServer, authorizationCodeGrantIdentifier, preAuthorizedCodeGrantIdentifier } from "@openid4vc/oauth2";
import { Openid4vciIssuer } from "@openid4vc/openid4vci";
import { StatusList, createHeaderAndPayload } from "@sd-jwt/jwt-status-list";
import { callbacks, decryptWith, encryptTo, generateKey, publicOf, random, sign } from "./crypto.mjs";
import { json, serve, text } from "./http.mjs";
import { describeIssuer, describeKeys, describeServer, describeType } from "./issuer_metadata.mjs";
import { order, tell } from "./lines.mjs";
import { issue } from "./sd_jwt.mjs";

const ordered = { grant: preAuthorizedCodeGrantIdentifier, copies: 1, ...(await order()) };
const fresh = () => Buffer.from(random(24)).toString("base64url");
const key = { ...(await generateKey()), kid: "issuer-1" };
const encryption = ordered.encrypted ? { ...(await generateKey()), alg: "ECDH-ES", kid: "requests-1" } : undefined;
const tools = callbacks({ sign: [key], decrypt: encryption, known: { [key.kid]: publicOf(key) } });
const issuer = new Openid4vciIssuer({ callbacks: tools });
const server = new Oauth2AuthorizationServer({ callbacks: tools });
const resources = new Oauth2ResourceServer({ callbacks: tools });
// By the key itself: under a name of a key alone the library writes no `kid`.
const signer = { method: "jwk", alg: "ES256", publicJwk: publicOf(key) };

const base = await serve(answer);
const serverMetadata = server.createAuthorizationServerMetadata(describeServer(base, ordered));
const credentialIssuer = issuer.createCredentialIssuerMetadata(describeIssuer(base, { copies: ordered.copies, encryption }));
const metadata = {
  originalDraftVersion: "V1",
  credentialIssuer,
  authorizationServers: [serverMetadata],
  knownCredentialConfigurations: issuer.getKnownCredentialConfigurationsSupported(credentialIssuer),
};
const nonces = new Set();
const notifications = new Set();
const pushed = new Map();
let code = ordered.grant === preAuthorizedCodeGrantIdentifier ? fresh() : undefined;
let challenge;
let issued = 0;

const state = fresh();
const { credentialOffer, credentialOfferObject } = await issuer.createCredentialOffer({
  issuerMetadata: metadata,
  credentialConfigurationIds: ["residence"],
  credentialOfferUri: `${base}/offer`,
  grants: ordered.grant === preAuthorizedCodeGrantIdentifier
    ? { [preAuthorizedCodeGrantIdentifier]: { "pre-authorized_code": code, ...(ordered.tx_code && { tx_code: { length: ordered.tx_code.length, input_mode: "numeric" } }) } }
    : { [authorizationCodeGrantIdentifier]: { issuer_state: state } },
});
tell({ event: "ready", offer: credentialOffer, issuer: base, key: publicOf(key) });

async function answer(request) {
  const { method, path, body } = request;
  switch (`${method} ${path}`) {
    case "GET /.well-known/openid-credential-issuer": return json(200, credentialIssuer);
    case "GET /.well-known/oauth-authorization-server": return json(200, serverMetadata);
    case "GET /.well-known/jwt-vc-issuer": return json(200, describeKeys(base, key));
    case "GET /keys": return json(200, describeKeys(base, key).jwks);
    case "GET /types/residence": return json(200, describeType(base));
    case "GET /status/1": return text(200, "application/statuslist+jwt", await statusList());
    case "GET /offer": return json(200, credentialOfferObject);
    case "POST /par": return push(request, Object.fromEntries(new URLSearchParams(body)));
    case "GET /authorize": return authorize(new URL(request.url).searchParams);
    case "POST /token": return token(request, Object.fromEntries(new URLSearchParams(body)));
    case "POST /nonce": return json(200, issuer.createNonceResponse({ cNonce: remember(nonces) }));
    case "POST /credential": return credential(request);
    case "POST /notification": return notification(request, JSON.parse(body));
    default: return json(404, {});
  }
}

function remember(set) {
  const name = fresh();
  set.add(name);
  return name;
}

async function statusList() {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: base, sub: `${base}/status/1`, iat: now, exp: now + 3600, ttl: 60 };
  const { header, payload } = createHeaderAndPayload(new StatusList(new Array(1024).fill(0), 1), claims, { alg: "ES256", kid: key.kid });
  return sign(key, header, payload);
}

async function push(request, form) {
  const { authorizationRequest } = await server.parsePushedAuthorizationRequest({ request, authorizationRequest: form });
  await server.verifyPushedAuthorizationRequest({ request, authorizationRequest, authorizationServerMetadata: serverMetadata });
  if (authorizationRequest.issuer_state !== state) throw new Error("the state of the offer is missing");
  const requestUri = `urn:ietf:params:oauth:request_uri:${fresh()}`;
  pushed.set(requestUri, authorizationRequest);
  return json(201, server.createPushedAuthorizationResponse({ requestUri, expiresInSeconds: 60 }).pushedAuthorizationResponse);
}

function authorize(parameters) {
  const asked = pushed.get(parameters.get("request_uri"));
  if (!asked || asked.client_id !== parameters.get("client_id")) return json(400, { error: "invalid_request" });
  pushed.delete(parameters.get("request_uri"));
  challenge = { codeChallenge: asked.code_challenge, codeChallengeMethod: asked.code_challenge_method };
  code = fresh();
  const back = new URL(asked.redirect_uri);
  for (const [name, value] of Object.entries({ code, state: asked.state, iss: base })) if (value) back.searchParams.set(name, value);
  return { status: 303, type: "text/plain", body: "", headers: { Location: back.href } };
}

async function token(request, form) {
  const parsed = server.parseAccessTokenRequest({ request, accessTokenRequest: form });
  const shared = {
    ...parsed, request, authorizationServerMetadata: serverMetadata,
    dpop: { required: Boolean(ordered.dpop), jwt: parsed.dpop?.jwt, allowedSigningAlgs: ["ES256"] },
  };
  const verified = parsed.grant.grantType === preAuthorizedCodeGrantIdentifier
    ? await server.verifyPreAuthorizedCodeAccessTokenRequest({ ...shared, expectedPreAuthorizedCode: code, expectedTxCode: ordered.tx_code })
    : await server.verifyAuthorizationCodeAccessTokenRequest({ ...shared, expectedCode: code, pkce: { ...challenge, codeVerifier: parsed.pkceCodeVerifier } });
  // Good once; the library leaves that to whoever uses it.
  code = fresh();
  return json(200, await server.createAccessTokenResponse({
    audience: base, authorizationServer: base, expiresInSeconds: 300, signer, subject: "ada", dpop: verified.dpop && { jwk: verified.dpop.jwk },
  }));
}

async function access(request) {
  return resources.verifyResourceRequest({ request, resourceServer: base, authorizationServers: [serverMetadata] });
}

async function credential(request) {
  await access(request);
  // The library knows plain requests and responses, and of the key for the response a form of an earlier draft, with an `alg` beside it:
  // what is encrypted is undone before it and done after it.
  const { credential_response_encryption: wanted, ...asked } = JSON.parse(
    encryption ? (await decryptWith(encryption, request.body)).text : request.body,
  );
  const { credentialConfigurationId, credentialRequest, proofs } = issuer.parseCredentialRequest({ issuerMetadata: metadata, credentialRequest: asked });
  if (credentialConfigurationId !== "residence") throw new Error("another configuration");
  const credentials = [];
  for (const jwt of proofs.jwt) {
    const { nonce } = JSON.parse(Buffer.from(jwt.split(".")[1], "base64url"));
    if (!nonces.has(nonce)) return json(400, { error: "invalid_nonce" });
    const { signer: holder } = await issuer.verifyCredentialRequestJwtProof({ issuerMetadata: metadata, jwt, expectedNonce: nonce });
    credentials.push({ credential: await make(holder.publicJwk) });
  }
  nonces.clear();
  const response = issuer.createCredentialResponse({ credentials, credentialRequest, notificationId: remember(notifications) });
  tell({ event: "issued", copies: credentials.length, encrypted: Boolean(encryption), scheme: request.headers.get("authorization").split(" ")[0] });
  if (!encryption) return json(200, response);
  if (!wanted) throw new Error("the response was to be encrypted");
  return text(200, "application/jwt", await encryptTo(wanted.jwk, wanted.enc, JSON.stringify(response)));
}

async function make(holder) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: base, vct: `${base}/types/residence`, iat: now, exp: now + 86400, jti: randomUUID(),
    status: { status_list: { uri: `${base}/status/1`, idx: issued++ } },
    given_name: "Ada", age_over_18: true,
  };
  return issue(key, { claims, disclosed: ["given_name", "age_over_18"], holder, header: { kid: key.kid } });
}

async function notification(request, { notification_id: id, event }) {
  await access(request);
  if (!notifications.has(id)) return json(400, { error: "invalid_notification_id" });
  tell({ event: "notified", of: event });
  return { status: 204, type: "text/plain", body: "" };
}
