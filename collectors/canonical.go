package collectors

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"sort"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxExact is the largest integer that every JSON reader keeps exact (RFC 8785 §3.2.2.3, I-JSON).
const maxExact = 1<<53 - 1

// Canonical encodes value in the form of RFC 8785 (JSON Canonicalization Scheme): no white space, object
// keys in the order of their UTF-16 code units, numbers as ECMAScript prints them. Integers beyond 2^53
// become strings, so that no reader rounds them. Value is made of nil, bool, string, json.Number, float64,
// int, []any and map[string]any; invalid UTF-8 in strings becomes U+FFFD.
func Canonical(value any) (json.RawMessage, error) {
	var b bytes.Buffer
	if err := appendCanonical(&b, value); err != nil {
		return nil, err
	}
	return bytes.Clone(b.Bytes()), nil // a buffer grows by doubling, and what is canonical is kept for long
}

// CanonicalJSON brings any JSON text into canonical form.
func CanonicalJSON(text []byte) (json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if decoder.More() {
		return nil, fmt.Errorf("more than one JSON value")
	}
	return Canonical(value)
}

func appendCanonical(b *bytes.Buffer, value any) error {
	switch value := value.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(value))
	case string:
		appendString(b, value)
	case int:
		return appendNumber(b, json.Number(strconv.Itoa(value)))
	case float64:
		return appendFloat(b, value)
	case json.Number:
		return appendNumber(b, value)
	case []any:
		b.WriteByte('[')
		for i, element := range value {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := appendCanonical(b, element); err != nil {
				return err
			}
		}
		b.WriteByte(']')
	case map[string]any:
		return appendObject(b, value)
	default:
		return fmt.Errorf("canonical JSON cannot hold a %T", value)
	}
	return nil
}

func appendObject(b *bytes.Buffer, object map[string]any) error {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(i, j int) bool { return lessUTF16(keys[i], keys[j]) })
	b.WriteByte('{')
	for i, key := range keys {
		if i > 0 {
			b.WriteByte(',')
		}
		appendString(b, key)
		b.WriteByte(':')
		if err := appendCanonical(b, object[key]); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

// lessUTF16 orders by UTF-16 code units, which differs from byte order only beyond U+FFFF.
func lessUTF16(a, b string) bool {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra != rb {
			ua, ub := utf16.Encode([]rune{ra}), utf16.Encode([]rune{rb})
			if ua[0] != ub[0] {
				return ua[0] < ub[0]
			}
			return ua[len(ua)-1] < ub[len(ub)-1]
		}
		a, b = a[na:], b[nb:]
	}
	return len(a) < len(b)
}

func appendNumber(b *bytes.Buffer, number json.Number) error {
	text := number.String()
	if integer, ok := new(big.Int).SetString(text, 10); ok {
		if integer.CmpAbs(big.NewInt(maxExact)) > 0 {
			appendString(b, integer.String())
			return nil
		}
		b.WriteString(integer.String())
		return nil
	}
	f, err := number.Float64()
	if err != nil {
		return fmt.Errorf("number %s: %w", text, err)
	}
	return appendFloat(b, f)
}

func appendFloat(b *bytes.Buffer, f float64) error {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return fmt.Errorf("number %v has no JSON form", f)
	}
	if f == 0 {
		f = 0 // a negative zero is written 0
		b.WriteByte('0')
		return nil
	}
	if f == math.Trunc(f) && math.Abs(f) > maxExact && math.Abs(f) < 1e21 {
		appendString(b, strconv.FormatFloat(f, 'f', -1, 64))
		return nil
	}
	text, err := json.Marshal(f) // encoding/json writes floats as ECMAScript does
	if err != nil {
		return err
	}
	b.Write(text)
	return nil
}

const hexDigits = "0123456789abcdef"

func appendString(b *bytes.Buffer, s string) {
	b.WriteByte('"')
	for _, r := range s { // invalid bytes come out as U+FFFD
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r >= 0x20:
			b.WriteRune(r)
		default:
			if i := bytes.IndexByte([]byte("\b\t\n\f\r"), byte(r)); i >= 0 {
				b.WriteByte('\\')
				b.WriteByte("btnfr"[i])
			} else {
				b.WriteString(`\u00`)
				b.WriteByte(hexDigits[r>>4])
				b.WriteByte(hexDigits[r&15])
			}
		}
	}
	b.WriteByte('"')
}
