package sign

import (
	"bytes"
	"errors"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"github.com/assize/assize/internal/sign/pdf"
)

// readDocStamp reads the dictionary of a document timestamp, which must stamp the whole file up to its revision's end.
func (a *addition) readDocStamp(o pdf.Object) (*docStamp, error) {
	form, _ := o.Get("SubFilter")
	if !form.IsName("ETSI.RFC3161") || !knows(o.Value, "Type", "Filter", "SubFilter", "Contents", "ByteRange", "V", "M") || !o.Plain() {
		return nil, refuse(Changed, "its new field holds no document timestamp")
	}
	contents, _ := o.Get("Contents")
	covered, err := byteRange(o)
	if err != nil {
		return nil, err
	}
	if contents.Kind != pdf.Text || !contents.Hex {
		return nil, refuse(Broken, "its document timestamp is malformed")
	}
	revisions, data := a.after.Revisions(), a.after.Bytes()
	whole := revisions[len(revisions)-1].To
	end := covered[2] + covered[3]
	if covered[0] != 0 || covered[1] != int64(contents.From) || covered[2] != int64(contents.To) || end > int64(whole) ||
		len(bytes.Trim(data[end:whole], "\r\n")) > 0 { // the line end after %%EOF may be of who came next
		return nil, refuse(Changed, "its document timestamp is not of the whole file")
	}
	input := cryptobyte.String(contents.Text)
	var token cryptobyte.String
	if !input.ReadASN1Element(&token, cbasn1.SEQUENCE) || strings.Trim(string(input), "\x00") != "" {
		return nil, refuse(Broken, "its document timestamp is malformed")
	}
	return &docStamp{from: contents.From, to: contents.To, end: int(end), token: token}, nil
}

// documentStamps checks the timestamps that were added after the seal, oldest first, and returns the first of them.
func (v *verification) documentStamps() (first *Stamp, err error) {
	latest := v.Claimed
	if v.Stamp != nil {
		latest = v.Stamp.Time
	}
	for _, d := range v.stamps {
		s, err := readStamp(d.token, v.TSARoots)
		switch {
		case err != nil:
			return nil, refuse(Timestamp, "a document timestamp: %w", errors.New(err.Error()))
		case !bytes.Equal(s.imprint, sum(s.hash, v.data[:d.from], v.data[d.to:d.end])):
			return nil, refuse(Timestamp, "a document timestamp is of something else")
		case s.Time.Sub(v.Now) > maxSkew:
			return nil, refuse(Timestamp, "a document timestamp is of %s, which is still to come", day(s.Time))
		case latest.Sub(s.Time) > maxSkew:
			return nil, refuse(Timestamp, "a document timestamp is of %s, and what it stamps of %s", day(s.Time), day(latest))
		}
		if _, err := v.evidence().check(s.Chain, s.Time, true); err != nil {
			return nil, refuse(Timestamp, "a document timestamp: %w", errors.New(err.Error()))
		}
		v.note(Passed, "timestamp", "of the document: %s, by %s", s.Time.UTC().Format("2006-01-02 15:04:05 UTC"), NameOf(s.Chain[0]))
		if latest = s.Time; first == nil {
			first = s
		}
	}
	return first, nil
}
