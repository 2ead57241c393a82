package document

import (
	"regexp"
	"strings"
)

var (
	spdxLine   = regexp.MustCompile(`(?m)SPDX-License-Identifier:[ \t]*([A-Za-z0-9.+()-]+(?:[ \t]+(?:AND|OR|WITH)[ \t]+[A-Za-z0-9.+()-]+)*)`)
	whiteSpace = regexp.MustCompile(`[\s*#/;]+`)
)

// A licenceText recognises one licence: its text has all the phrases and none of the strangers. The phrases are
// lower case, their white space single blanks.
type licenceText struct {
	spdx      string
	phrases   []string
	strangers []string
}

// licenceTexts are the licences we know by their wording, the more special ones first.
var licenceTexts = [...]licenceText{
	// The GNU texts quote each other; only the title is followed by the version.
	{"AGPL-3.0", []string{"gnu affero general public license version 3, 19 november 2007"}, nil},
	{"LGPL-3.0", []string{"gnu lesser general public license version 3, 29 june 2007"}, nil},
	{"LGPL-2.1", []string{"gnu lesser general public license version 2.1, february 1999"}, nil},
	{"LGPL-2.0", []string{"gnu library general public license version 2, june 1991"}, nil},
	{"GPL-3.0", []string{"gnu general public license version 3, 29 june 2007"}, nil},
	{"GPL-2.0", []string{"gnu general public license version 2, june 1991"}, nil},
	{"Apache-2.0", []string{"apache license", "version 2.0", "terms and conditions for use, reproduction, and distribution"}, nil},
	{"MPL-2.0", []string{"mozilla public license version 2.0"}, nil},
	{"MPL-2.0", []string{"mozilla public license, version 2.0", "1. definitions"}, nil},
	{"EPL-2.0", []string{"eclipse public license - v 2.0"}, nil},
	{"BSL-1.0", []string{"boost software license - version 1.0"}, nil},
	{"CC0-1.0", []string{"cc0 1.0 universal"}, nil},
	{"Unlicense", []string{"this is free and unencumbered software released into the public domain"}, nil},
	{"BSD-4-Clause", []string{"redistribution and use in source and binary forms", "all advertising materials mentioning"}, nil},
	{"BSD-3-Clause", []string{"redistribution and use in source and binary forms", "endorse or promote products", "redistributions in binary form"}, nil},
	{"BSD-2-Clause", []string{"redistribution and use in source and binary forms", "redistributions in binary form"}, []string{"endorse or promote"}},
	{"ISC", []string{"permission to use, copy, modify, and", "distribute this software for any purpose with or without fee is hereby granted",
		"the above copyright notice and this permission notice appear in all copies"}, nil},
	{"0BSD", []string{"permission to use, copy, modify, and", "distribute this software for any purpose with or without fee is hereby granted"}, nil},
	{"MIT", []string{"permission is hereby granted, free of charge, to any person obtaining a copy",
		"the above copyright notice and this permission notice shall be included in all"}, []string{"except as contained in this notice"}},
	{"MIT-0", []string{"permission is hereby granted, free of charge, to any person obtaining a copy"},
		[]string{"copyright notice and this permission notice shall be included"}},
}

// SPDX names the licence of a text, or returns "" when it is none that we know.
func SPDX(text string) string {
	if m := spdxLine.FindStringSubmatch(text); m != nil {
		return strings.Join(strings.Fields(m[1]), " ")
	}
	plain := whiteSpace.ReplaceAllString(strings.ToLower(text), " ")
	for _, known := range licenceTexts {
		if hasAll(plain, known.phrases) && !hasAny(plain, known.strangers) {
			return known.spdx
		}
	}
	return ""
}

func hasAll(text string, phrases []string) bool {
	for _, phrase := range phrases {
		if !strings.Contains(text, phrase) {
			return false
		}
	}
	return true
}

func hasAny(text string, phrases []string) bool {
	for _, phrase := range phrases {
		if strings.Contains(text, phrase) {
			return true
		}
	}
	return false
}

// LicenceStems are the names of licence files, in the order of preference.
var LicenceStems = [...]string{"license", "licence", "license-mit", "license-apache", "copying", "copying.lesser", "unlicense", "license.apache", "licenses"}
