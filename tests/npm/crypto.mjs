// The callbacks by which the libraries of @openid4vc do cryptography, over jose and node:crypto.

import { X509Certificate, createHash, randomBytes } from "node:crypto";
import { CompactEncrypt, CompactSign, compactDecrypt, compactVerify, exportJWK, generateKeyPair, importJWK, importX509 } from "jose";
import { clientAuthenticationAnonymous } from "@openid4vc/oauth2";

const HASHES = { "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512" };

export async function generateKey() {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: "ES256" };
}

export function publicOf({ kty, crv, x, y, alg, kid }) {
  return { kty, crv, x, y, ...(alg && { alg }), ...(kid && { kid }) };
}

export function digest(data, name = "sha-256") {
  return createHash(HASHES[name]).update(typeof data === "string" ? data : new Uint8Array(data)).digest();
}

export function random(length) {
  return new Uint8Array(randomBytes(length));
}

export async function sign(key, header, payload) {
  const octets = typeof payload === "string" ? payload : JSON.stringify(payload);
  return new CompactSign(new TextEncoder().encode(octets)).setProtectedHeader(header).sign(await importJWK(key, header.alg));
}

// Whether a compact JWS holds under this key.
export async function holds(jwt, key, alg) {
  try {
    await compactVerify(jwt, await importJWK(key, alg));
    return true;
  } catch {
    return false;
  }
}

export async function encryptTo(key, enc, text, more = {}) {
  const header = { alg: "ECDH-ES", enc, ...(key.kid && { kid: key.kid }), ...more };
  return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(header).encrypt(await importJWK(key, "ECDH-ES"));
}

export async function decryptWith(key, jwe) {
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, await importJWK(key, "ECDH-ES"));
  return { text: new TextDecoder().decode(plaintext), header: protectedHeader };
}

// `sign`: the private keys that may sign; `decrypt`: the one to which others encrypt; `anchor`: the certificate (DER, base64) under which
// signers by certificate have to be; `known`: keys by `kid`.
export function callbacks({ sign: keys = [], decrypt, anchor, known = {}, fetch, clientAuthentication } = {}) {
  return {
    fetch,
    hash: digest,
    generateRandom: random,
    clientAuthentication: clientAuthentication ?? clientAuthenticationAnonymous(),
    signJwt: async (signer, { header, payload }) => {
      const key = signer.method === "jwk" ? keys.find((key) => key.x === signer.publicJwk.x) : keys[0];
      return { jwt: await sign(key, header, payload), signerJwk: publicOf(key) };
    },
    verifyJwt: async (signer, { compact }) => {
      const key = await keyOf(signer, anchor, known);
      return key && (await holds(compact, key, signer.alg)) ? { verified: true, signerJwk: key } : { verified: false };
    },
    encryptJwe: async ({ publicJwk, enc, apu, apv }, data) => {
      const key = await importJWK(publicJwk, "ECDH-ES");
      const parties = { ...(apu && { apu: Buffer.from(apu, "base64url") }), ...(apv && { apv: Buffer.from(apv, "base64url") }) };
      const header = { alg: "ECDH-ES", enc, ...(publicJwk.kid && { kid: publicJwk.kid }) };
      const jwe = await new CompactEncrypt(new TextEncoder().encode(data)).setProtectedHeader(header)
        .setKeyManagementParameters(parties).encrypt(key);
      return { encryptionJwk: publicJwk, jwe };
    },
    decryptJwe: async (jwe) => ({ decrypted: true, decryptionJwk: publicOf(decrypt), payload: (await decryptWith(decrypt, jwe)).text }),
    getX509CertificateMetadata: (certificate) => {
      const names = new X509Certificate(Buffer.from(certificate, "base64")).subjectAltName ?? "";
      const ofKind = (kind) => names.split(", ").filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
      return { sanDnsNames: ofKind("DNS:"), sanUriNames: ofKind("URI:") };
    },
  };
}

async function keyOf(signer, anchor, known) {
  if (signer.method === "jwk") return signer.publicJwk;
  if (signer.method === "custom") return known[signer.kid];
  if (signer.method !== "x5c" || !anchor) return undefined;
  const [leaf] = signer.x5c.map((one) => new X509Certificate(Buffer.from(one, "base64")));
  const authority = new X509Certificate(Buffer.from(anchor, "base64"));
  if (!leaf.verify(authority.publicKey)) return undefined;
  return exportJWK(await importX509(leaf.toString(), signer.alg, { extractable: true }));
}
