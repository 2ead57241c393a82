package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// fingerprintVersion changes when the same failure would get another fingerprint. It never should.
const fingerprintVersion = "1"

// Fingerprint identifies a failure across runs: it depends on the policy, the target, the kind, the resource
// and the failure's key, and on nothing else: wording, order and values never change it. It is "1:" and 32
// hex digits of SHA-256 over the parts, each with its length before it.
func Fingerprint(policy, target, kind, resource, key string) string {
	hash := sha256.New()
	for _, part := range []string{"assize.failure/v" + fingerprintVersion, policy, target, kind, resource, key} {
		hash.Write([]byte(strconv.Itoa(len(part)) + ":" + part)) // a hash never fails to write
	}
	return fingerprintVersion + ":" + hex.EncodeToString(hash.Sum(nil)[:16])
}
