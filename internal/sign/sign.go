// Package sign seals reports and verifies seals: keys, the PDF seal (PAdES, ETSI EN 319 142-1), RFC 3161 timestamps,
// signed statements (DSSE with in-toto), and what a verifier can know of them offline.
//
// A seal is one signature over the whole file, made with it in one revision: it certifies the document (DocMDP, no
// changes allowed), carries the certificates and revocation data that were handed in, and a timestamp when an authority
// was named. What is sealed is verified before it is returned, so that nothing that only looks sealed leaves the package.
//
// The verifier accepts its own form alone: what of a seal the signature cannot cover (the signature itself, the
// certificates and the timestamp beside it) must be, byte for byte, what this package would have written. So every byte
// of a sealed file counts. What others may add afterwards are proofs alone, in revisions of their own: a document security
// store and document timestamps (ETSI EN 319 142-1 §5.4). Everything else is a change.
//
// The package never says that a signer is trustworthy or a report is right: only who sealed what, when, and that it was
// not changed. It never opens a connection but to the timestamp authority it is given, runs no program but the signer it
// is given, and fetches no revocation data.
package sign

import (
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/assize/assize/collectors"
)

// A Reason says in one word why a seal or a signed statement is refused; its text stands in machine-readable output.
type Reason string

// The reasons. The zero value stands for none: nothing is wrong.
const (
	// Broken is a file that is not what it claims to be by its form: cut short, malformed, or hostile.
	Broken Reason = "broken"
	// NotSealed is a file without a seal of assize.
	NotSealed Reason = "not_sealed"
	// Changed is a file that differs from what was sealed.
	Changed Reason = "changed_after_sealing"
	// Untrusted is a seal of somebody whom the given roots do not vouch for.
	Untrusted Reason = "untrusted"
	// Expired is a certificate whose time was over.
	Expired Reason = "expired"
	// NotYetValid is a certificate whose time had not come, or a seal that claims to be of the future.
	NotYetValid Reason = "not_yet_valid"
	// Revoked is a certificate that its issuer took back.
	Revoked Reason = "revoked"
	// RevocationUnknown is a certificate of which nothing says whether its issuer took it back, where that is required.
	RevocationUnknown Reason = "revocation_unknown"
	// Timestamp is a timestamp that is wrong, of a stranger, or absent where one is required.
	Timestamp Reason = "timestamp"
	// Pages is a report whose pages show something else than its evidence says.
	Pages Reason = "pages"
)

// A Refusal is why something is not accepted.
type Refusal struct {
	Reason Reason
	Err    error
}

func (r *Refusal) Error() string { return r.Err.Error() }

func (r *Refusal) Unwrap() error { return r.Err }

func refuse(reason Reason, format string, args ...any) error {
	return &Refusal{Reason: reason, Err: fmt.Errorf(format, args...)}
}

// because gives an error a reason, unless it has one.
func because(reason Reason, err error) error {
	var r *Refusal
	if err == nil || errors.As(err, &r) {
		return err
	}
	return &Refusal{Reason: reason, Err: err}
}

func reasonOf(err error) Reason {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Reason
	}
	if err != nil {
		return Broken
	}
	return ""
}

// usage is an error that the user can do something about.
func usage(hint, format string, args ...any) error {
	return &collectors.UsageError{Err: fmt.Errorf(format, args...), Hint: hint}
}

// plain makes one line of what a stranger said, without control and format characters, and not too long.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || unicode.In(r, unicode.Cf, unicode.Bidi_Control) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.Join(strings.Fields(text), " ")
	const most = 300
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return text
}

// NameOf is how a certificate's holder is named to people: the common name, else the whole name, and in words where there is none.
func NameOf(c *x509.Certificate) string {
	if c.Subject.CommonName != "" {
		return plain(c.Subject.CommonName)
	}
	if name := c.Subject.String(); name != "" {
		return plain(name)
	}
	return "a certificate without a name"
}
