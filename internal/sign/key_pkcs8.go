package sign

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"fmt"
	"hash"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// maxRounds is how many rounds of PBKDF2 are run for a file: about five seconds.
const maxRounds = 20_000_000

var (
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
)

// digests of PBKDF2 by their identifiers (RFC 8018 §B.1); SHA-1 is the one that is meant when none is named.
var prfs = map[string]func() hash.Hash{
	"":                    sha1.New,
	"1.2.840.113549.2.7":  sha1.New,
	"1.2.840.113549.2.9":  sha256.New,
	"1.2.840.113549.2.11": sha512.New,
}

// ciphers are AES-CBC by identifier, with the length of the key.
var ciphers = map[string]int{
	"2.16.840.1.101.3.4.1.2":  16,
	"2.16.840.1.101.3.4.1.22": 24,
	"2.16.840.1.101.3.4.1.42": 32,
}

// decryptPKCS8 opens an EncryptedPrivateKeyInfo (RFC 5958 §3) under PBES2 with PBKDF2 and AES-CBC (RFC 8018), which is
// what openssl writes. A wrong password mostly shows in the padding, else in the key that comes out.
func decryptPKCS8(der []byte, password func() ([]byte, error)) ([]byte, error) {
	const hint = "convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW"
	e, err := parsePBES2(der)
	if err != nil {
		return nil, usage(hint, "the encrypted key cannot be read: %w", err)
	}
	secret, err := ask(password)
	if err != nil {
		return nil, err
	}
	defer clear(secret)
	key, err := pbkdf2.Key(e.prf, string(secret), e.salt, e.rounds, e.keySize)
	if err != nil {
		return nil, fmt.Errorf("derive the key from the password: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("decrypt the key: %w", err)
	}
	out := make([]byte, len(e.data))
	cipher.NewCBCDecrypter(block, e.iv).CryptBlocks(out, e.data)
	padding := int(out[len(out)-1])
	if padding < 1 || padding > aes.BlockSize {
		return nil, errPassword()
	}
	return out[:len(out)-padding], nil
}

type pbes2 struct {
	prf             func() hash.Hash
	salt, iv, data  []byte
	rounds, keySize int
}

func parsePBES2(der []byte) (e pbes2, err error) {
	algorithm, err := e.outer(der)
	if err != nil {
		return e, err
	}
	var parameters, derivation, kdf, encryption cryptobyte.String
	var function, cipherOID asn1.ObjectIdentifier
	switch {
	case !algorithm.ReadASN1(&parameters, cbasn1.SEQUENCE) || !parameters.ReadASN1(&derivation, cbasn1.SEQUENCE) ||
		!parameters.ReadASN1(&encryption, cbasn1.SEQUENCE) || !derivation.ReadASN1ObjectIdentifier(&function):
		return e, fmt.Errorf("it is malformed")
	case !function.Equal(oidPBKDF2):
		return e, fmt.Errorf("its key derivation %v is not supported", function)
	case !derivation.ReadASN1(&kdf, cbasn1.SEQUENCE) || !encryption.ReadASN1ObjectIdentifier(&cipherOID) ||
		!encryption.ReadASN1Bytes(&e.iv, cbasn1.OCTET_STRING):
		return e, fmt.Errorf("it is malformed")
	}
	if err := e.derivation(kdf); err != nil {
		return e, err
	}
	e.keySize = ciphers[cipherOID.String()]
	return e, e.plausible(cipherOID)
}

// outer reads the encrypted bytes, and returns the parameters of PBES2.
func (e *pbes2) outer(der []byte) (algorithm cryptobyte.String, err error) {
	input := cryptobyte.String(der)
	var info cryptobyte.String
	var scheme asn1.ObjectIdentifier
	if !input.ReadASN1(&info, cbasn1.SEQUENCE) || !info.ReadASN1(&algorithm, cbasn1.SEQUENCE) ||
		!info.ReadASN1Bytes(&e.data, cbasn1.OCTET_STRING) || !algorithm.ReadASN1ObjectIdentifier(&scheme) {
		return nil, fmt.Errorf("it is malformed")
	}
	if !scheme.Equal(oidPBES2) {
		return nil, fmt.Errorf("its encryption %v is not supported", scheme)
	}
	return algorithm, nil
}

func (e *pbes2) plausible(cipherOID asn1.ObjectIdentifier) error {
	switch {
	case e.keySize == 0:
		return fmt.Errorf("its cipher %v is not supported", cipherOID)
	case len(e.iv) != aes.BlockSize || len(e.data) == 0 || len(e.data)%aes.BlockSize != 0:
		return fmt.Errorf("it is malformed")
	case e.rounds < 1 || e.rounds > maxRounds:
		return fmt.Errorf("%d rounds of key derivation are too many", e.rounds)
	}
	return nil
}

// derivation reads the parameters of PBKDF2.
func (e *pbes2) derivation(kdf cryptobyte.String) error {
	if !kdf.ReadASN1Bytes(&e.salt, cbasn1.OCTET_STRING) || !kdf.ReadASN1Integer(&e.rounds) {
		return fmt.Errorf("its key derivation is malformed")
	}
	kdf.SkipOptionalASN1(cbasn1.INTEGER) // the key's length, which the cipher says
	name := ""
	if !kdf.Empty() {
		var prf cryptobyte.String
		var oid asn1.ObjectIdentifier
		if !kdf.ReadASN1(&prf, cbasn1.SEQUENCE) || !prf.ReadASN1ObjectIdentifier(&oid) {
			return fmt.Errorf("its key derivation is malformed")
		}
		name = oid.String()
	}
	if e.prf = prfs[name]; e.prf == nil {
		return fmt.Errorf("its key derivation's digest %s is not supported", name)
	}
	return nil
}
