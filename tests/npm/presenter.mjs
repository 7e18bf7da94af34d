// A wallet that answers a verifier, by @openid4vc/openid4vp and @sd-jwt/sd-jwt-vc.
//
// Order: { link, anchor, credential, holder_key, frame }. Tells: answered with what the verifier said.

import { Openid4vpClient } from "@openid4vc/openid4vp";
import { callbacks } from "./crypto.mjs";
import "./http.mjs";
import { order, tell, tellError } from "./lines.mjs";
import { present } from "./sd_jwt.mjs";

const ordered = await order();
const wallet = new Openid4vpClient({ callbacks: callbacks({ anchor: ordered.anchor }) });

try {
  const { params } = wallet.parseOpenid4vpAuthorizationRequest({ authorizationRequest: ordered.link });
  const request = await wallet.resolveOpenId4vpAuthorizationRequest({ authorizationRequestPayload: params });
  const { authorizationRequestPayload } = request;
  // Which credential answers is for whoever uses the library: here there is one of each.
  const [{ id }] = request.dcql.query.credentials;
  const presentation = await present(ordered.credential, ordered.holder_key, {
    frame: ordered.frame,
    nonce: authorizationRequestPayload.nonce,
    audience: request.client.effective,
  });
  const encrypted = authorizationRequestPayload.response_mode === "direct_post.jwt";
  const response = await wallet.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload,
    authorizationResponsePayload: { vp_token: { [id]: [presentation] } },
    ...(encrypted && {
      jarm: {
        encryption: { nonce: "nonce-of-the-wallet" },
        serverMetadata: {
          authorization_signing_alg_values_supported: [],
          authorization_encryption_alg_values_supported: ["ECDH-ES"],
          authorization_encryption_enc_values_supported: ["A256GCM", "A128GCM"],
        },
      },
    }),
  });
  const { response: reply } = await wallet.submitOpenid4vpAuthorizationResponse({
    authorizationRequestPayload,
    authorizationResponsePayload: response.authorizationResponsePayload,
    jarm: response.jarm,
  });
  tell({
    event: "answered", status: reply.status, body: await reply.text(), encrypted: Boolean(response.jarm), prefix: request.client.prefix,
  });
} catch (error) {
  tellError(error);
}
