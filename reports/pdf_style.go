package reports

import "github.com/assize/assize/engine"

// The palette. Every colour that carries meaning is repeated by a word, a letter or a pattern.
var (
	ink      = rgb{0x1b, 0x23, 0x33}
	quiet    = rgb{0x55, 0x60, 0x73}
	hairline = rgb{0xd5, 0xda, 0xe3}
	wash     = rgb{0xf4, 0xf6, 0xfa}
	navy     = rgb{0x14, 0x21, 0x3d}
	accent   = rgb{0x1f, 0x5f, 0x8b}
	white    = rgb{0xff, 0xff, 0xff}
)

// The styles of text.
var (
	title       = style{strong, 18, navy, 24}
	subtitle    = style{semibold, 12.5, navy, 17}
	body        = style{regular, 9.5, ink, 13.5}
	bodyBold    = style{semibold, 9.5, ink, 13.5}
	prose       = style{regular, 9, ink, 12.2}
	proseBold   = style{semibold, 9, ink, 12.2}
	cardTitle   = style{semibold, 11.5, navy, 15}
	small       = style{regular, 8.5, ink, 11.5}
	smallBold   = style{semibold, 8.5, ink, 11.5}
	caption     = style{regular, 8, quiet, 11}
	captionBold = style{semibold, 8, quiet, 11}
	tableHead   = style{semibold, 8, quiet, 11}
	fine        = style{regular, 7.7, ink, 9.8}
	fineBold    = style{semibold, 7.7, ink, 9.8}
	fineCode    = style{mono, 7.5, ink, 9.8}
	code        = style{mono, 7.6, ink, 10.5}
	codeQuiet   = style{mono, 7.6, quiet, 10.5}
)

// role is what a text in the style is: the two styles of headings make headings, on whatever ground they stand.
func (s style) role() role {
	switch s.face {
	case title.face:
		if s.size == title.size {
			return level(1)
		}
	case subtitle.face:
		if s.size == subtitle.size {
			return level(2)
		}
		if s.size == cardTitle.size {
			return level(2)
		}
	}
	return roleParagraph
}

func verdictInk(v engine.Verdict) rgb {
	switch v {
	case engine.Fail:
		return rgb{0xb4, 0x23, 0x18}
	case engine.Error:
		return rgb{0x5b, 0x23, 0x33}
	case engine.Unknown:
		return rgb{0x6b, 0x4f, 0xa0}
	case engine.Pass:
		return rgb{0x2e, 0x7d, 0x5b}
	}
	return rgb{0x7c, 0x87, 0x98}
}

func severityInk(s engine.Severity) rgb {
	switch s {
	case engine.Critical:
		return rgb{0x7f, 0x12, 0x1c}
	case engine.High:
		return rgb{0xc2, 0x41, 0x0c}
	case engine.Medium:
		return rgb{0xa8, 0x6a, 0x00}
	}
	return rgb{0x2f, 0x66, 0x90}
}
