package reports

import (
	_ "embed"
	"encoding/binary"
	"fmt"
)

//go:embed fonts/Inter_400Regular.ttf
var interRegular []byte

//go:embed fonts/Inter_600SemiBold.ttf
var interSemiBold []byte

//go:embed fonts/Inter_700Bold.ttf
var interBold []byte

//go:embed fonts/JetBrainsMono_400Regular.ttf
var monoRegular []byte

// A faceID names one of the embedded fonts.
type faceID int

const (
	regular faceID = iota
	semibold
	strong
	mono
	faceCount
)

// fontFiles returns the fonts by their ids. The bytes must not be changed.
func fontFiles() [faceCount][]byte {
	return [faceCount][]byte{interRegular, interSemiBold, interBold, monoRegular}
}

// missing as a width says that a font has no glyph for a character.
const missing = 0xffff

// makersName is the PostScript name of the font that the canvas has under a short one.
func makersName(short string) string {
	for id, name := range [faceCount]string{"Inter-Regular", "Inter-SemiBold", "Inter-Bold", "JetBrainsMono-Regular"} {
		if fontName(faceID(id)) == short {
			return name
		}
	}
	return short
}

// A face knows what a font can draw, and how wide: the basic plane only, because the writer's glyph table ends
// at U+FFFF and breaks on anything beyond.
type face struct {
	widths [65536]uint16 // in thousandths of the font size
}

// has says whether the font can draw r.
func (f *face) has(r rune) bool { return r < 65536 && r >= 0 && f.widths[r] != missing }

// width returns how wide r is, in thousandths of the font size.
func (f *face) width(r rune) float64 {
	if !f.has(r) {
		return 0
	}
	return float64(f.widths[r])
}

// parseFace reads the tables head, hhea, hmtx and cmap (format 4) of a TrueType font (OpenType 1.9). It is
// only ever given the embedded fonts; a table that is cut short is an error all the same.
func parseFace(data []byte) (*face, error) {
	table := func(tag string, length int) (reader, error) {
		count := int(reader(data).u16(4))
		for i := range count {
			at := 12 + 16*i
			if at+16 > len(data) {
				break
			}
			if string(data[at:at+4]) == tag {
				from, size := int(reader(data).u32(at+8)), int(reader(data).u32(at+12))
				if from+size <= len(data) && size >= length {
					return reader(data[from : from+size]), nil
				}
			}
		}
		return nil, fmt.Errorf("font has no usable table %q", tag)
	}
	var tables [4]reader
	for i, need := range []struct {
		tag    string
		length int
	}{{"head", 54}, {"hhea", 36}, {"hmtx", 4}, {"cmap", 4}} {
		var err error
		if tables[i], err = table(need.tag, need.length); err != nil {
			return nil, err
		}
	}
	perEm, metrics := int(tables[0].u16(18)), int(tables[1].u16(34))
	if perEm == 0 || metrics == 0 || 4*metrics > len(tables[2]) {
		return nil, fmt.Errorf("font has no metrics")
	}
	f := &face{}
	for r := range f.widths {
		f.widths[r] = missing
	}
	err := tables[3].glyphs(func(r, glyph int) {
		advance := int(tables[2].u16(4 * min(glyph, metrics-1)))
		f.widths[r] = uint16((advance*1000 + perEm/2) / perEm)
	})
	return f, err
}

// A reader reads big-endian numbers; beyond its end everything is zero.
type reader []byte

func (b reader) u16(at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}

func (b reader) u32(at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[at:])
}

// glyphs calls yield for each character of the cmap's subtable of format 4 that has a glyph.
func (b reader) glyphs(yield func(r, glyph int)) error {
	var sub reader
	for i := range int(b.u16(2)) {
		if at := int(b.u32(4 + 8*i + 4)); at < len(b) && b.u16(at) == 4 {
			sub = b[at:]
		}
	}
	if sub == nil {
		return fmt.Errorf("font has no character map of format 4")
	}
	doubled := int(sub.u16(6)) // twice the number of segments
	last := -1
	for s := 0; s < doubled; s += 2 {
		end, start := int(sub.u16(14+s)), int(sub.u16(16+doubled+s))
		delta, offsetAt := int(sub.u16(16+2*doubled+s)), 16+3*doubled+s
		offset := int(sub.u16(offsetAt))
		if start <= last || end < start {
			return fmt.Errorf("the segments of the character map are out of order")
		}
		last = end
		for r := start; r <= end && r < 0xffff; r++ {
			glyph := r + delta
			if offset != 0 {
				if glyph = int(sub.u16(offsetAt + offset + 2*(r-start))); glyph != 0 {
					glyph += delta
				}
			}
			if glyph &= 0xffff; glyph != 0 {
				yield(r, glyph)
			}
		}
	}
	return nil
}
