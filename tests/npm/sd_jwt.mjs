// Credentials as @sd-jwt/sd-jwt-vc issues, presents and verifies them.

import { createPrivateKey, sign as signBytes } from "node:crypto";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { digest, holds, publicOf, random } from "./crypto.mjs";

// The library gives out what is to be signed, and wants the signature alone.
function signer(jwk) {
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  return (data) => signBytes("sha256", Buffer.from(data), { key, dsaEncoding: "ieee-p1363" }).toString("base64url");
}

const base = {
  hasher: (data, name) => new Uint8Array(digest(data, name.toLowerCase())),
  hashAlg: "sha-256",
  saltGenerator: async (length) => Buffer.from(random(length)).toString("base64url"),
  signAlg: "ES256",
  kbSignAlg: "ES256",
};

export async function issue(issuerKey, { claims, disclosed, holder, header }) {
  const library = new SDJwtVcInstance({ ...base, signer: signer(issuerKey) });
  const payload = { ...claims, ...(holder && { cnf: { jwk: publicOf({ ...holder, alg: undefined, kid: undefined }) } }) };
  return library.issue(payload, { _sd: disclosed }, { header });
}

export async function present(credential, holderKey, { frame, nonce, audience }) {
  const library = new SDJwtVcInstance({ ...base, kbSigner: signer(holderKey) });
  const iat = Math.floor(Date.now() / 1000);
  return library.present(credential, frame, { kb: { payload: { iat, aud: audience, nonce } } });
}

// Signature, key binding with its nonce, and status. `list` is a status list token at hand; without it the library fetches the one that the
// credential names. What the library leaves to whoever uses it: `aud`, and how old the key binding is.
export async function verify(token, { issuerKey, nonce, audience, list }) {
  const library = new SDJwtVcInstance({
    ...base,
    verifier: (data, signature) => holds(`${data}.${signature}`, issuerKey, "ES256"),
    kbVerifier: (data, signature, payload) => holds(`${data}.${signature}`, payload.cnf.jwk, "ES256"),
    ...(list && { statusListFetcher: async () => list }),
  });
  const { payload, kb } = await library.verify(token, { ...(nonce && { keyBindingNonce: nonce }) });
  if (nonce) {
    if (kb.payload.aud !== audience) throw new Error("the key binding is for another audience");
    if (Math.abs(Date.now() / 1000 - kb.payload.iat) > 300) throw new Error("the key binding is old");
  }
  return payload;
}
