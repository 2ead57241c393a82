package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// fingerprintVersion changes when the same failure would get another fingerprint. It never should.
const fingerprintVersion = "1"

// fingerprintBytes of the hash make the fingerprint.
const fingerprintBytes = 16

// Fingerprint identifies a failure across runs: it depends on the policy, the target, the kind, the resource
// and the failure's key, and on nothing else: wording, order and values never change it. It is "1:" and 32
// hex digits of SHA-256 over the parts, each with its length before it.
func Fingerprint(policy, target, kind, resource, key string) string {
	text := make([]byte, 0, 512) // on the stack, where the parts fit
	for _, part := range [...]string{"assize.failure/v" + fingerprintVersion, policy, target, kind, resource, key} {
		text = strconv.AppendInt(text, int64(len(part)), 10)
		text = append(append(text, ':'), part...)
	}
	sum := sha256.Sum256(text)
	out := [len(fingerprintVersion) + 1 + 2*fingerprintBytes]byte{}
	copy(out[:], fingerprintVersion+":")
	hex.Encode(out[len(fingerprintVersion)+1:], sum[:fingerprintBytes])
	return string(out[:])
}
