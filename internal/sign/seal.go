package sign

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/assize/assize/internal/sign/pdf"
)

// A Sealing says how to seal. The zero value but At seals without a timestamp, in a field that nobody sees.
type Sealing struct {
	// At is the time that the seal claims; it should be now. It is written in UTC with seconds.
	At time.Time
	// Reason and Location stand in the signature for readers to show; either may be "".
	Reason, Location string
	// Page is the page, from 0, on which the report has drawn its seal, and Rect where: left, bottom, right, top in
	// points. A Rect of zeros makes a field that cannot be seen. Nothing is drawn: the field's appearance is empty.
	Page int
	Rect [4]float64
	// TSA is asked for a timestamp, nil for none. Rehearsed is one that it gave before, of whatever: it tells how large
	// they are. With nil it is asked for one more.
	TSA       *TSA
	Rehearsed *Stamp
	// Certificates and Revocation are stored for later verifiers, beside the chains of the key and the timestamp.
	Certificates []*x509.Certificate
	Revocation   Revocation
}

// Seal returns the unsigned PDF with a seal that covers all of it, in one revision. The PDF must be one that assize
// wrote (a plain cross-reference table, one revision, no form). Everything but the signature and the timestamp follows
// from the arguments.
//
// What is returned was verified, with the last certificate of the key's chain as root; on any error nothing is returned.
// What the user can mend is a *collectors.UsageError.
func Seal(ctx context.Context, unsigned []byte, k *Key, s Sealing) ([]byte, error) {
	if err := k.UsableAt(s.At); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if err := s.Revocation.parse(); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	file, err := pdf.Open(unsigned)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	p := &press{Sealing: s, key: k, file: file}
	sealed, err := p.seal(ctx, unsigned)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if err := p.proof(sealed); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return sealed, nil
}

// A press makes one seal.
type press struct {
	Sealing
	key   *Key
	file  *pdf.File
	known []*x509.Certificate // what the DSS holds
}

// spare is how much larger than expected a timestamp may come out: its serial number and fractions of a second vary.
const spare = 64

func (p *press) seal(ctx context.Context, unsigned []byte) ([]byte, error) {
	p.known = slices.Clone(p.key.Chain)
	var rehearsed []byte
	if p.TSA != nil {
		stamp := p.Rehearsed
		if stamp == nil {
			var err error
			if stamp, err = p.TSA.Stamp(ctx, unsigned); err != nil {
				return nil, err
			}
		}
		rehearsed = stamp.token
		p.known = append(p.known, stamp.Chain...)
	}
	p.known = unique(append(p.known, p.Certificates...))
	size, err := p.size(rehearsed)
	if err != nil {
		return nil, err
	}
	for attempt := 0; ; attempt++ {
		d, err := p.draft(size)
		if err != nil {
			return nil, err
		}
		signature, err := p.sign(ctx, d)
		switch {
		case err != nil:
			return nil, err
		case len(signature) <= size:
			return d.fill(signature), nil
		case attempt == 2:
			return nil, usage(stampHint, "the timestamps from %s grow from one to the next", plain(p.TSA.URL))
		}
		size = len(signature) + spare
	}
}

func unique(list []*x509.Certificate) (out []*x509.Certificate) {
	for _, c := range list {
		if !holds(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// size is how many bytes the signature may need: that of a dry run, with a signature of the greatest length.
func (p *press) size(token []byte) (int, error) {
	m, ok := methodOf(p.key.Scheme)
	if !ok {
		return 0, fmt.Errorf("unknown scheme %q", p.key.Scheme)
	}
	dry := p.signedData(m, make([]byte, m.hash.Size()))
	dry.signature, dry.token = make([]byte, signatureSize(p.key.Certificate().PublicKey)), token
	encoded, err := dry.encode()
	if token != nil {
		return len(encoded) + spare, err
	}
	return len(encoded), err
}

func (p *press) signedData(m method, digest []byte) *signedData {
	signer := p.key.Certificate()
	return &signedData{contentType: oidData, certificates: p.key.Chain, signer: signer, method: m, attributes: sealAttributes(digest, signer)}
}

// sign makes the signature over a draft, with its timestamp.
func (p *press) sign(ctx context.Context, d *draft) ([]byte, error) {
	m, _ := methodOf(p.key.Scheme)
	s := p.signedData(m, sum(m.hash, d.data[:d.from], d.data[d.to:]))
	var err error
	if s.signature, err = p.key.signMessage(ctx, s.attributes); err != nil {
		return nil, err
	}
	if p.TSA != nil {
		stamp, err := p.TSA.Stamp(ctx, s.signature)
		if err != nil {
			return nil, err
		}
		s.token = stamp.token
	}
	return s.encode()
}

// proof verifies what was made.
func (p *press) proof(sealed []byte) error {
	o := Options{Roots: p.key.Chain[len(p.key.Chain)-1:], Now: p.At, MaxSize: int64(len(sealed)), MaxUnpacked: maxOwn}
	if p.TSA != nil {
		o.TSARoots, o.Now, o.RequireTimestamp = p.TSA.Roots, p.TSA.Now(), true
	}
	return Verify(sealed, o).proof()
}

// proof is an error unless what was made is sound.
func (r *Result) proof() error {
	if r.Reason == Revoked || r.Reason == Timestamp || r.Reason == Expired || r.Reason == NotYetValid {
		return usage("seal with a certificate that is valid, and a clock that is right", "%s", r.failure())
	}
	if r.Reason != "" {
		return fmt.Errorf("what was made does not verify: %s", r.failure())
	}
	return nil
}

// maxOwn bounds what is unpacked of a PDF of our own: it came from us, but a defect must not eat all memory.
const maxOwn = 4 << 30

// A draft is a sealed PDF without its signature: the digits between from and to, with their brackets, are zeros.
type draft struct {
	data     []byte
	from, to int
}

// fill puts the signature into its place.
func (d *draft) fill(signature []byte) []byte {
	out := bytes.Clone(d.data)
	hex.Encode(out[d.from+1:], signature)
	return out
}
