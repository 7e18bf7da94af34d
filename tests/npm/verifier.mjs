// A verifier: asks by @openid4vc/openid4vp, and verifies what comes by @sd-jwt/sd-jwt-vc.
//
// Order: { prefix, response_mode, request_uri_method, query, key, x5c, issuer_key, list }. Tells: ready with the link, presented, refused.

import { Openid4vpVerifier, calculateX509HashClientIdPrefixValue } from "@openid4vc/openid4vp";
import { callbacks, digest, generateKey, publicOf, random } from "./crypto.mjs";
import { json, serve, text } from "./http.mjs";
import { order, tell } from "./lines.mjs";
import { verify } from "./sd_jwt.mjs";

const ordered = await order();
const encrypted = ordered.response_mode === "direct_post.jwt";
const encryption = encrypted ? { ...(await generateKey()), alg: "ECDH-ES", use: "enc", kid: "for-this-request" } : undefined;
const library = new Openid4vpVerifier({ callbacks: callbacks({ sign: [ordered.key], decrypt: encryption }) });
const fresh = () => Buffer.from(random(24)).toString("base64url");

const base = await serve(answer);
const responseUri = `${base}/answers`;
const payload = {
  response_type: "vp_token",
  response_mode: ordered.response_mode,
  client_id: await clientId(),
  response_uri: responseUri,
  nonce: fresh(),
  state: fresh(),
  dcql_query: ordered.query,
  client_metadata: {
    vp_formats_supported: { "dc+sd-jwt": { "sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256"] } },
    ...(encrypted && {
      jwks: { keys: [{ ...publicOf(encryption), use: "enc" }] },
      encrypted_response_enc_values_supported: ["A128GCM", "A256GCM"],
    }),
  },
};
tell({ event: "ready", link: await link() });

async function clientId() {
  if (ordered.prefix === "x509_san_dns") return "x509_san_dns:localhost";
  if (ordered.prefix === "redirect_uri") return `redirect_uri:${responseUri}`;
  const hash = await calculateX509HashClientIdPrefixValue({ x509Certificate: ordered.x5c[0], hash: digest });
  return `x509_hash:${hash}`;
}

async function request(walletNonce) {
  const signed = ordered.prefix !== "redirect_uri";
  return library.createOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: { ...payload, ...(walletNonce && { wallet_nonce: walletNonce }) },
    ...(walletNonce && { wallet: { expectedNonce: walletNonce } }),
    ...(signed && {
      jar: {
        requestUri: `${base}/request`,
        jwtSigner: { method: "x5c", x5c: ordered.x5c, alg: "ES256" },
        expiresInSeconds: 300,
        // The library would name the request's own address; OpenID4VP 1.0 section 5.8 wants this where the wallet is not known.
        additionalJwtPayload: { aud: "https://self-issued.me/v2" },
      },
    }),
  });
}

async function link() {
  const { authorizationRequest } = await request();
  // The library has no place for the method (OpenID4VP 1.0 section 5.10) in the links that it makes.
  return ordered.request_uri_method === "post" ? `${authorizationRequest}&request_uri_method=post` : authorizationRequest;
}

async function answer({ method, path, body }) {
  const form = Object.fromEntries(new URLSearchParams(body));
  if (path === "/request") {
    if ((ordered.request_uri_method ?? "get") !== method.toLowerCase()) return json(405, {});
    return text(200, "application/oauth-authz-req+jwt", (await request(form.wallet_nonce)).jar.authorizationRequestJwt);
  }
  if (path !== "/answers" || method !== "POST") return json(404, {});
  if (form.error) {
    tell({ event: "refused", error: form.error, state: form.state === payload.state });
    return json(200, {});
  }
  const response = await library.parseOpenid4vpAuthorizationResponse({
    authorizationResponse: form,
    authorizationRequestPayload: payload,
    callbacks: callbacks({ decrypt: encryption }),
  });
  if (response.authorizationResponsePayload.error) {
    tell({ event: "refused", error: response.authorizationResponsePayload.error });
    return json(200, {});
  }
  const claims = {};
  for (const [id, presentations] of Object.entries(response.dcql.presentations)) {
    claims[id] = [];
    for (const presentation of presentations) {
      const expected = { issuerKey: ordered.issuer_key, nonce: payload.nonce, audience: payload.client_id, list: ordered.list };
      claims[id].push(await verify(presentation, expected));
    }
  }
  tell({ event: "presented", claims, encrypted: Boolean(response.jarm), mode: response.jarm?.type ?? null });
  return json(200, {});
}
