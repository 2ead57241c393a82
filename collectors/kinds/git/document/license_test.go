package document

import (
	"os"
	"testing"
)

const mitText = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction ... The above copyright notice and
this permission notice shall be included in all copies or substantial portions of the Software.
`

func TestLicences(t *testing.T) {
	const bsd = "Redistribution and use in source and binary forms, with or without\nmodification, are permitted ...\n * Redistributions in binary form must ..."
	for _, c := range []struct{ text, want string }{
		{mitText, "MIT"},
		{"// SPDX-License-Identifier: Apache-2.0 OR MIT\n" + mitText, "Apache-2.0 OR MIT"},
		{"                                 Apache License\n                           Version 2.0, January 2004\n\n   TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION\n", "Apache-2.0"},
		{bsd, "BSD-2-Clause"},
		{bsd + " Neither the name ... may be used to endorse or promote products derived", "BSD-3-Clause"},
		{bsd + " All advertising materials mentioning features ... endorse or promote products", "BSD-4-Clause"},
		{"Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above\ncopyright notice and this permission notice appear in all copies.", "ISC"},
		{"Mozilla Public License Version 2.0\n====", "MPL-2.0"},
		{"Mozilla Public License, version 2.0\n\n1. Definitions\n", "MPL-2.0"},
		{"                    GNU GENERAL PUBLIC LICENSE\n                       Version 3, 29 June 2007\n ... use the GNU Lesser General Public License instead", "GPL-3.0"},
		{"GNU GENERAL PUBLIC LICENSE\n Version 2, June 1991\n ... the GNU Library General Public License instead", "GPL-2.0"},
		{"GNU LESSER GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007\n ... version 3 of the GNU General Public License", "LGPL-3.0"},
		{"GNU LESSER GENERAL PUBLIC LICENSE\n Version 2.1, February 1999\n", "LGPL-2.1"},
		{"GNU AFFERO GENERAL PUBLIC LICENSE\n Version 3, 19 November 2007\n", "AGPL-3.0"},
		{"This is free and unencumbered software released into the public domain.", "Unlicense"},
		{"CC0 1.0 Universal\n", "CC0-1.0"},
		{"Boost Software License - Version 1.0 - August 17th, 2003", "BSL-1.0"},
		{"Eclipse Public License - v 2.0\n", "EPL-2.0"},
		{"All rights reserved. No part of this may be copied.", ""},
		{"", ""},
	} {
		if got := SPDX(c.text); got != c.want {
			t.Errorf("%.40q: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestLicencesAsDebianShipsThem holds the recognition against whole texts, where the machine has them.
func TestLicencesAsDebianShipsThem(t *testing.T) {
	for name, want := range map[string]string{"Apache-2.0": "Apache-2.0", "CC0-1.0": "CC0-1.0", "GPL-2": "GPL-2.0", "GPL-3": "GPL-3.0",
		"LGPL-2": "LGPL-2.0", "LGPL-2.1": "LGPL-2.1", "LGPL-3": "LGPL-3.0", "MPL-2.0": "MPL-2.0", "Artistic": "", "GFDL-1.3": ""} {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile("/usr/share/common-licenses/" + name)
			if err != nil {
				t.Skip(err)
			}
			if got := SPDX(string(text)); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}
