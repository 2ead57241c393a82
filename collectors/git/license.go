package git

import (
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/git"
	"github.com/assize/assize/collectors/kinds/git/document"
)

func (v *visit) license() (*kinds.License, *collectors.Gap) {
	e, found := v.find([]string{""}, document.LicenceStems[:]...)
	if !found { // the REUSE layout: one file per licence, named for its identifier
		for _, e := range v.files.entries {
			name, inside := strings.CutPrefix(e.path, "LICENSES/")
			if id, text := strings.CutSuffix(name, ".txt"); inside && text && e.regular() && !strings.Contains(id, "/") {
				return &kinds.License{Path: e.text, SPDX: &id}, nil
			}
		}
		return nil, nil
	}
	license := &kinds.License{Path: e.text}
	text, gap := v.text(e)
	if id := document.SPDX(string(text)); id != "" {
		license.SPDX = &id
	}
	return license, gap
}
