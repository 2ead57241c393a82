package script

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxShown is how much of a line is shown, in bytes.
const maxShown = 240

// struck are the places of a line where secrets stand, each with the group that may stay.
var struck = [...]*regexp.Regexp{
	regexp.MustCompile(`(?i)((?:authorization|x-api-key|private-token|x-[a-z-]*token)["']?\s*[:=]\s*["']?(?:bearer|basic|token)?\s*)[^\s"'$]+`),
	regexp.MustCompile(`(?i)([a-z0-9_-]*(?:passw(?:or)?d|passphrase|secret|token|api_?key|access_?key|private_?key|credential)s?["']?\s*[:=]\s*["']?)[^\s"'$<>|;&]+`),
	regexp.MustCompile(`((?:^|\s)(?:-u|--user|--password|--token)[= ]["']?)[^\s"'$]+`),
	regexp.MustCompile(`()\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|xox[abprs]-[\w-]{10,}|A[KS]IA[A-Z0-9]{16}|sk-[\w-]{20,}|eyJ[\w-]{10,}\.[\w.-]{10,})`),
}

var userinfo = regexp.MustCompile(`([a-zA-Z][a-zA-Z0-9+.-]*://)[^/@\s'"]+@`)

// longWord may be a key: letters of both cases and digits without a break. Names of files and hashes in
// hexadecimal have not all three.
var longWord = regexp.MustCompile(`[A-Za-z0-9_+=-]{24,}`)

// Redact strikes out what looks like a secret and cuts the text at a length that fits a report. What it leaves
// may not be complete, never the other way round: a harmless word may be struck out too.
func Redact(text string) string {
	text = userinfo.ReplaceAllString(text, "${1}***@")
	for _, pattern := range struck {
		text = pattern.ReplaceAllString(text, "${1}***")
	}
	text = longWord.ReplaceAllStringFunc(text, func(word string) string {
		if strings.ContainsAny(word, "0123456789") && strings.ToLower(word) != word && strings.ToUpper(word) != word {
			return "***"
		}
		return word
	})
	if len(text) > maxShown {
		cut := maxShown
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut] + "…"
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
