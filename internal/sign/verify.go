package sign

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/assize/assize/internal/sign/pdf"
)

// Options say what a verifier trusts and allows.
type Options struct {
	// Roots vouch for who seals. A certificate signed by itself is its own root.
	Roots []*x509.Certificate
	// TSARoots vouch for timestamp authorities; nil stands for Roots.
	TSARoots []*x509.Certificate
	// Now is the verifier's clock.
	Now time.Time
	// RequireTimestamp refuses a seal without a timestamp.
	RequireTimestamp bool
	// RequireRevocation refuses a seal when nothing says of each certificate that it was not revoked.
	RequireRevocation bool
	// Revocation is what the verifier knows beyond what the PDF carries.
	Revocation Revocation
	// MaxSize is how large the PDF may be, and MaxUnpacked how large its embedded files together, in bytes.
	MaxSize, MaxUnpacked int64
}

// An Outcome is how a check came out.
type Outcome string

// The outcomes. Undecided is no objection; what could not be decided stands in the check's words.
const (
	Passed    Outcome = "passed"
	Failed    Outcome = "failed"
	Undecided Outcome = "undecided"
)

// A Check is one thing that was looked at. Its texts may hold names out of certificates, made plain.
type Check struct {
	// Name is one word: form, seal, coverage, additions, content, signature, certification, timestamp, certificate, revocation, files.
	Name    string  `json:"name"`
	Outcome Outcome `json:"outcome"`
	// Found is what was found, one sentence without a full stop.
	Found string `json:"found"`
	// Means is what that tells to somebody who knows nothing of seals.
	Means string `json:"means"`
}

// A File is a file that the PDF carries. Its name is untrusted.
type File struct {
	Name   string
	Type   string
	Data   []byte
	SHA256 string // hexadecimal
}

// A Result is what a verifier found. Only a Result whose Reason is "" is of a sound seal; what else stands in it then is
// true as far as the roots can be trusted. Otherwise it tells how far the verifier came.
type Result struct {
	Reason Reason
	Checks []Check
	// Signer is who sealed, nil if the seal was not read; Chain leads from there to the root, nil if there is none.
	Signer *x509.Certificate
	Scheme Scheme
	Chain  []*x509.Certificate
	// Claimed is when the seal says that it was made; Stamp is the timestamp, nil for none.
	Claimed time.Time
	Stamp   *Stamp
	// At is the time for which the certificates were judged: the timestamp's, else the verifier's clock.
	At time.Time
	// Files are the embedded files; nil unless the PDF is as it was sealed.
	Files []File
	// Statement is what was signed of a file beside it; nil for a PDF, and when its signature does not fit.
	Statement *Statement
}

// failure is the first check that failed, in one line.
func (r *Result) failure() string {
	for _, c := range r.Checks {
		if c.Outcome == Failed {
			return c.Found
		}
	}
	return ""
}

// means is what each check tells, by its outcome.
var means = map[string][2]string{
	"form":          {"The file can be read in one way only.", "The file is damaged, or not a report of assize."},
	"seal":          {"Somebody has sealed this report.", "Nobody vouches for this file: it may be from anyone."},
	"coverage":      {"The seal covers every byte of what was sealed.", "Something was added or changed after the report was sealed: do not rely on it."},
	"additions":     {"What was added after the seal proves when it was made and who made it, and changes nothing.", "Something was added or changed after the report was sealed: do not rely on it."},
	"content":       {"Not a byte was changed since the report was sealed.", "The report was changed after it was sealed: do not rely on it."},
	"signature":     {"The seal was made with the key of the certificate named.", "The seal was not made with the key that it names: do not rely on it."},
	"certification": {"The seal allows no later changes of the report.", "This is not the kind of seal that assize makes."},
	"timestamp":     {"An authority vouches that the seal existed at that time.", "The time of the seal is not proven."},
	"certificate":   {"The roots you trust vouch for the one who sealed.", "It is not known who sealed this report, or whether they still could."},
	"revocation":    {"No issuer had taken the certificates back.", "The certificate was taken back by its issuer: do not rely on the seal."},
	"files":         {"The embedded files are those that were sealed.", "The embedded files cannot be read."},
}

// note records a check that did not fail.
func (r *Result) note(outcome Outcome, name, found string, args ...any) {
	text := means[name][0]
	if outcome == Undecided {
		text = means[name][1]
	}
	r.Checks = append(r.Checks, Check{Name: name, Outcome: outcome, Found: fmt.Sprintf(found, args...), Means: text})
}

// fail records a check that failed. The first reason stays.
func (r *Result) fail(name string, err error) {
	text := means[name][1]
	if reasonOf(err) == RevocationUnknown {
		text = askIssuer
	}
	r.Checks = append(r.Checks, Check{Name: name, Outcome: Failed, Found: plain(err.Error()), Means: text})
	if r.Reason == "" {
		r.Reason = reasonOf(err)
	}
}

// A verification is a Verify under way.
type verification struct {
	Options
	*Result
	data   []byte
	file   *pdf.File // all of it
	first  *pdf.File // its first revision, which is the one that is sealed
	seal   *seal
	signed *signedData
	stamps []*docStamp // of the revisions that were added
}

// Verify looks at a sealed PDF, offline. It does not change data, and the files in the result may share its memory.
func Verify(data []byte, o Options) *Result {
	if o.TSARoots == nil {
		o.TSARoots = o.Roots
	}
	v := &verification{Options: o, Result: &Result{}, data: data}
	if v.inTurn(step{"form", v.open}, step{"seal", v.find}, step{"coverage", v.coverage}, step{"additions", v.later}, step{"content", v.content}, step{"certification", v.certification}) {
		v.all(step{"timestamp", v.timestamp}, step{"certificate", v.certificate}, step{"revocation", v.revocation}, step{"files", v.files})
	}
	return v.Result
}

// A step makes one check.
type step struct {
	name string
	do   func() error
}

// inTurn takes steps of which each has no meaning unless those before it hold, and says whether all do.
func (v *verification) inTurn(steps ...step) bool {
	for _, s := range steps {
		if err := s.do(); err != nil {
			v.fail(s.name, err)
			return false
		}
	}
	return true
}

// all takes all steps, whatever they find.
func (v *verification) all(steps ...step) {
	for _, s := range steps {
		if err := s.do(); err != nil {
			v.fail(s.name, err)
		}
	}
}

func (v *verification) open() error {
	if int64(len(v.data)) > v.MaxSize {
		return refuse(Broken, "the file has %d bytes, more than the %d that are allowed", len(v.data), v.MaxSize)
	}
	file, err := pdf.Open(v.data)
	if err != nil {
		return formError(err)
	}
	v.file, v.first = file, file.As(1)
	v.note(Passed, "form", "a PDF of %d bytes", len(v.data))
	return nil
}

// formError gives an error of the reader its reason: what assize never writes, it has not sealed.
func formError(err error) error {
	if errors.Is(err, pdf.ErrForeign) {
		return because(NotSealed, err)
	}
	return because(Broken, err)
}

func (v *verification) find() error {
	s, err := findSeal(v.first)
	if err != nil {
		return err
	}
	v.seal, v.Claimed = s, s.claimed
	v.note(Passed, "seal", "one seal, which claims to be of %s", day(s.claimed))
	return nil
}

// coverage wants the seal's digest to be over the whole file but the signature's own digits.
func (v *verification) coverage() error {
	s, revision := v.seal, v.file.Revisions()[0]
	end := s.rangeAt[2] + s.rangeAt[3]
	switch {
	case s.rangeAt[0] != 0 || s.rangeAt[1] != int64(s.contents.From) || s.rangeAt[2] != int64(s.contents.To):
		return refuse(Changed, "the bytes that the seal covers do not lie around the signature")
	case end != int64(revision.To):
		return refuse(Changed, "the seal covers %d bytes and not the %d that were sealed", end, revision.To)
	}
	if last := v.file.Revisions()[len(v.file.Revisions())-1]; last.To != len(v.data) {
		return refuse(Changed, "%d bytes were added after the end", len(v.data)-last.To)
	}
	v.note(Passed, "coverage", "all %d bytes but the %d of the signature itself", revision.To, s.contents.To-s.contents.From)
	return nil
}

// content reads the signature and holds the bytes against it.
func (v *verification) content() error {
	digits := v.data[v.seal.contents.From+1 : v.seal.contents.To-1]
	raw, err := signatureBytes(digits, v.seal.contents.Text)
	if err != nil {
		return err
	}
	if v.signed, err = readSignedData(raw); err != nil {
		return because(Broken, err)
	}
	own, err := v.signed.encode()
	if err != nil || !bytes.Equal(own, raw) || !v.signed.contentType.Equal(oidData) || v.signed.content != nil {
		return refuse(Broken, "the signature is not in the form that assize writes")
	}
	if err := needed(v.signed); err != nil {
		return err
	}
	v.Signer, v.Scheme = v.signed.signer, v.signed.method.scheme
	if err := v.signed.verify(v.data[:v.seal.contents.From], v.data[v.seal.contents.To:v.file.Revisions()[0].To]); err != nil {
		return err
	}
	v.note(Passed, "content", "the digest (%v) is the one that was signed", v.signed.method.hash)
	v.note(Passed, "signature", "made by %s (%s, certificate %s)", NameOf(v.Signer), v.Scheme, Fingerprint(v.Signer))
	return nil
}

// signatureBytes wants lower-case digits, and nothing but zeros after the signature: no signature covers them.
func signatureBytes(digits []byte, decoded string) ([]byte, error) {
	for _, c := range digits {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return nil, refuse(Changed, "the signature's digits are not as assize writes them")
		}
	}
	// A DER value's length says where it ends.
	raw := []byte(decoded)
	if len(digits)%2 != 0 || len(raw) < 4 || raw[0] != 0x30 || raw[1] != 0x82 {
		return nil, refuse(Broken, "the signature is malformed")
	}
	end := 4 + int(raw[2])<<8 + int(raw[3])
	if end > len(raw) || strings.Trim(decoded[end:], "\x00") != "" {
		return nil, refuse(Broken, "the signature is malformed")
	}
	return raw[:end], nil
}

// certification wants the file to consist of what its catalog leads to, one seal in it, and the seal to forbid changes.
func (v *verification) certification() error {
	seals := 0
	err := v.first.Walk(func(o pdf.Object) error {
		if _, covers := o.Get("ByteRange"); covers {
			seals++
		}
		return nil
	})
	switch {
	case err != nil:
		return formError(err)
	case seals != 1:
		return refuse(Broken, "%d signatures lie in it and not one", seals)
	case !v.seal.certifies:
		return refuse(NotSealed, "the signature does not certify the document (DocMDP, no changes allowed)")
	}
	if err := v.seal.hidden(v.first); err != nil {
		return err
	}
	v.note(Passed, "certification", "the seal certifies the document and allows no changes (DocMDP 1)")
	return nil
}

func (v *verification) files() (err error) {
	if v.Files, err = carried(v.first, v.MaxUnpacked); err != nil {
		return err
	}
	v.note(Passed, "files", "%d embedded files", len(v.Files))
	return nil
}

// carried reads the files that a PDF carries.
func carried(f *pdf.File, limit int64) ([]File, error) {
	files, err := f.Attachments(limit)
	if err != nil {
		return nil, formError(err)
	}
	out := make([]File, len(files))
	for i, f := range files {
		out[i] = File{Name: f.Name, Type: f.Type, Data: f.Data, SHA256: fmt.Sprintf("%x", sha256.Sum256(f.Data))}
	}
	return out, nil
}
