// SPDX-FileCopyrightText: 2026 Lijnwijzer
// SPDX-License-Identifier: EUPL-1.2
//
// A stranger's software: openid-client (npm), told nothing but the address of a register, a client_id and its key.
//
//     node --input-type=module - '{"scenario": "bearer", "issuer": "http://127.0.0.1:8000", ...}' < openid_client.mjs
//
// Says on stdout, as JSON, what happened; tests/interop/test_openid_client.py says what should have.
import * as client from 'openid-client'

const given = JSON.parse(process.argv[2])
const calls = [] // every answer: [method, path, status]
let lastProof

const KINDS = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  Ed25519: { name: 'Ed25519' },
  EdDSA: { name: 'Ed25519' },
}

async function listenedTo(url, options) {
  lastProof = options.headers.dpop ?? lastProof
  const answer = await fetch(url, options)
  calls.push([options.method, new URL(url).pathname, answer.status])
  return answer
}

async function configuration(algorithm = 'oauth2') {
  const key = await crypto.subtle.importKey('jwk', given.jwk, KINDS[given.alg], false, ['sign'])
  const named = { [client.modifyAssertion]: (header) => { header.alg = given.alg } } // it knows Ed25519 by that name only
  return client.discovery(new URL(given.issuer), given.clientId, undefined, client.PrivateKeyJwt(key, named), {
    algorithm,
    execute: [client.allowInsecureRequests], // this very machine
    [client.customFetch]: listenedTo,
  })
}

const organisaties = new URL('/v1/organisaties', given.issuer)
const read = (config, token, options) =>
  client.fetchProtectedResource(config, token, organisaties, 'GET', undefined, undefined, options)

async function status(promise) {
  try {
    return (await promise).status
  } catch (error) {
    if (error.cause?.[0]?.scheme === undefined) throw error
    return { status: error.status, challenges: error.cause.map(({ scheme, parameters }) => [scheme, parameters.error ?? null]) }
  }
}

const scenarios = {
  async bearer() {
    const config = await configuration(given.algorithm)
    const token = await client.clientCredentialsGrant(config, { scope: 'lijnen:lezen' })
    return { token, read: await status(read(config, token.access_token)) }
  },

  async refused() {
    const config = await configuration()
    try {
      return { token: await client.clientCredentialsGrant(config, given.parameters) }
    } catch (error) {
      return { error: error.error, status: error.status }
    }
  },

  async dpop() {
    const config = await configuration()
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair(given.proofAlg ?? 'ES256'))
    const other = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'))
    const token = await client.clientCredentialsGrant(config, {}, { DPoP })
    const found = { token, read: [await status(read(config, token.access_token, { DPoP }))] }
    found.read.push(await status(read(config, token.access_token, { DPoP })))
    const again = { authorization: `DPoP ${token.access_token}`, dpop: lastProof }
    found.replayed = (await fetch(organisaties, { headers: again })).status
    found.elsewhere = (await fetch(new URL('/v1/loketten', given.issuer), { headers: again })).status
    found.asBearer = await status(read(config, token.access_token))
    found.byAnother = await status(read(config, token.access_token, { DPoP: other }))
    return found
  },

  async calledBack() {
    const config = await configuration()
    const token = await client.clientCredentialsGrant(config)
    const before = await client.tokenIntrospection(config, token.access_token)
    const readBefore = await status(read(config, token.access_token))
    await client.tokenRevocation(config, token.access_token)
    return {
      before,
      readBefore,
      after: await client.tokenIntrospection(config, token.access_token),
      readAfter: await status(read(config, token.access_token)),
      nonsense: await client.tokenIntrospection(config, 'niets'),
    }
  },
}

const said = await scenarios[given.scenario]()
console.log(JSON.stringify({ ...said, calls }))
