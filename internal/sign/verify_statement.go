package sign

import (
	"bytes"
	"crypto"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
)

// VerifyFile looks at a file and the envelope that SignStatement made of it, offline: that the statement was signed with
// the key of the certificate named, that it names the file's SHA-256, and what Verify looks at in a seal: timestamp,
// certificate, revocation. A nil envelope stands for a file that nobody signed. As with Verify, nothing in the result can
// be relied on unless its Reason is "".
func VerifyFile(data, envelope []byte, o Options) *Result {
	return verifyStatement(hex.EncodeToString(sum(crypto.SHA256, data)), envelope, o)
}

// verifyStatement does so for a file with that SHA-256, in hexadecimal.
func verifyStatement(digest string, data []byte, o Options) *Result {
	if o.TSARoots == nil {
		o.TSARoots = o.Roots
	}
	v := &verification{Options: o, Result: &Result{}, data: data}
	u := &unwrapping{verification: v, digest: digest}
	if v.inTurn(step{"seal", u.there}, step{"form", u.open}, step{"signature", u.signature}, step{"seal", u.read}, step{"content", u.content}) {
		v.all(step{"timestamp", v.timestamp}, step{"certificate", v.certificate}, step{"revocation", v.revocation})
	}
	return v.Result
}

// An unwrapping is the way from an envelope to its statement.
type unwrapping struct {
	*verification
	digest   string
	envelope envelope
}

func (u *unwrapping) there() error {
	if u.data == nil {
		return refuse(NotSealed, "no signed statement of the file was found")
	}
	return nil
}

// open wants the envelope to be, byte for byte, what this package would have written.
func (u *unwrapping) open() error {
	if len(u.data) > maxStatement {
		return refuse(Broken, "the statement has more than %d bytes", maxStatement)
	}
	if err := strictJSON(u.data, &u.envelope); err != nil {
		return refuse(Broken, "the envelope: %w", err)
	}
	e := u.envelope
	if e.PayloadType != payloadType || len(e.Signatures) != 1 {
		return refuse(NotSealed, "it is no in-toto statement with one signature")
	}
	if own, err := e.encode(); err != nil || !bytes.Equal(own, u.data) {
		return refuse(Broken, "the envelope is not in the form that assize writes")
	}
	u.note(Passed, "form", "a signed statement (in-toto in DSSE) of %d bytes", len(u.data))
	return nil
}

// signature holds the statement against its signature, and what stands beside the signature against the certificates.
func (u *unwrapping) signature() error {
	given := u.envelope.Signatures[0]
	certificates, err := ParseCertificates([]byte(given.Cert))
	if err != nil {
		return refuse(Broken, "%w", err)
	}
	m, known := methodOf(given.Scheme)
	if !known {
		return refuse(Broken, "the scheme %q is not known", plain(string(given.Scheme)))
	}
	s := &signedData{certificates: certificates, signer: certificates[0], method: m, signature: given.Sig, token: given.Timestamp}
	if err := needed(s); err != nil {
		return err
	}
	if given.KeyID != keyID(s.signer) || given.Cert != chainPEM(certificates) {
		return refuse(Broken, "the envelope is not in the form that assize writes")
	}
	if err := m.check(s.signer.PublicKey, pae(u.envelope.Payload), given.Sig); err != nil {
		return refuse(Changed, "%w the certificate of %s", err, NameOf(s.signer))
	}
	u.signed, u.Signer, u.Scheme = s, s.signer, m.scheme
	u.note(Passed, "signature", "made by %s (%s, certificate %s)", NameOf(s.signer), m.scheme, Fingerprint(s.signer))
	return nil
}

// read reads the statement. What was signed may hold fields of later versions.
func (u *unwrapping) read() error {
	var s Statement
	if err := json.Unmarshal(u.envelope.Payload, &s); err != nil {
		return refuse(Broken, "the statement: %w", err)
	}
	if err := s.sound(); err != nil {
		return refuse(Broken, "the statement: %w", err)
	}
	claimed, err := s.claimed()
	if err != nil {
		return refuse(Broken, "the statement: %w", err)
	}
	u.Statement, u.Claimed = &s, claimed
	u.note(Passed, "seal", "one statement, which claims to be of %s", day(claimed))
	return nil
}

// content wants the statement to be about the file, whatever the file is called now.
func (u *unwrapping) content() error {
	i := slices.IndexFunc(u.Statement.Subject, func(f Subject) bool { return f.Digest["sha256"] == u.digest })
	if i < 0 {
		return refuse(Changed, "the file has the SHA-256 %s, and another was signed", u.digest)
	}
	u.note(Passed, "content", "the SHA-256 is the one that was signed, of %s", plain(u.Statement.Subject[i].Name))
	return nil
}

// strictJSON reads one JSON value without unknown fields and nothing after it.
func strictJSON(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows it")
	}
	return nil
}
