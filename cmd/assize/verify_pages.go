package main

import (
	"fmt"
	"strings"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/sign"
)

// pagesCheck is the name of the check of the pages.
const pagesCheck = "pages"

// pages draws the report again from its findings and holds its pages against that. The seal alone says only that the
// pages are those of who sealed. Another version of the program may draw otherwise, and then it is not known.
func (v *verification) pages(m *audit.Manifest, a *engine.Assessment) {
	const bad = "The pages do not say what findings.json says: do not rely on what you read there."
	v.log.Stage(pagesCheck, "drawing them again")
	if m.PDF != nil && m.PDF.Seal != nil && (m.PDF.Seal.Signer != v.result.Signer || m.PDF.Seal.Certificate != v.result.Certificate) {
		v.note(pagesCheck, checkFailed, string(sign.Pages), fmt.Sprintf("the box of the seal is of %s, and the seal is of %s", m.PDF.Seal.Signer, v.result.Signer), bad)
		return
	}
	if tool := toolName(); tool != m.Tool {
		v.note(pagesCheck, checkUndecided, "", fmt.Sprintf("the report was drawn by %s, and this is %s, which may draw otherwise", m.Tool, tool),
			"Whether the pages say what findings.json says is not known: verify with the version that drew it, or read findings.json.")
		return
	}
	drawn, err := audit.Redraw(v.files, m, a)
	if err == nil {
		err = sign.ComparePages(v.data, drawn)
	}
	if err != nil {
		found := err.Error()
		if strings.HasSuffix(m.Tool, " dev") || strings.HasSuffix(m.Tool, "+changed") { // nobody knows of which sources
			found += fmt.Sprintf(" (%s may be another build than the one that drew the report)", m.Tool)
		}
		v.note(pagesCheck, checkFailed, string(sign.Pages), found, bad)
		return
	}
	v.note(pagesCheck, checkPassed, "", "drawn again from findings.json, they are the same", "What you read on the pages is what findings.json says.")
}
