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
// pages are those of who sealed. Another version of the program may draw otherwise, and then it is not known what they say.
func (v *verification) pages(m *audit.Manifest, a *engine.Assessment) {
	const bad = "The pages do not say what findings.json says: do not rely on what you read there."
	v.log.Stage(pagesCheck, "drawing them again")
	switch {
	case m.PDF == nil || m.PDF.Seal == nil:
	case v.result.Certificate == "":
		v.note(pagesCheck, checkFailed, string(sign.NotSealed), fmt.Sprintf("its pages say that %s was to seal it, and there is no seal", m.PDF.Seal.Signer),
			"The seal was taken off, or somebody made it look as if there had been one: do not rely on it.")
		return
	case m.PDF.Seal.Signer != v.result.Signer || m.PDF.Seal.Certificate != v.result.Certificate:
		v.note(pagesCheck, checkFailed, string(sign.Pages), fmt.Sprintf("the box of the seal is of %s, and the seal is of %s", m.PDF.Seal.Signer, v.result.Signer), bad)
		return
	}
	drawn, err := audit.Redraw(v.files[audit.ManifestFile], m, a)
	if err == nil {
		err = sign.ComparePages(v.data, drawn)
	}
	tool := toolName()
	switch {
	case err == nil && tool == m.Tool:
		v.note(pagesCheck, checkPassed, "", "drawn again from findings.json, they are the same", "What you read on the pages is what findings.json says.")
	case err == nil:
		v.note(pagesCheck, checkPassed, "", fmt.Sprintf("drawn again from findings.json by %s, they are the same as %s drew them", tool, m.Tool), "What you read on the pages is what findings.json says.")
	case tool != m.Tool:
		v.otherVersion(fmt.Sprintf("the report says that %s drew it, and %s draws it otherwise: %s", m.Tool, tool, err.Error()))
	case strings.HasSuffix(tool, " dev") || strings.HasSuffix(tool, "+changed"): // nobody knows of which sources
		v.note(pagesCheck, checkFailed, string(sign.Pages), fmt.Sprintf("%s (%s may be another build than the one that drew the report)", err.Error(), tool), bad)
	default:
		v.note(pagesCheck, checkFailed, string(sign.Pages), err.Error(), bad)
	}
}

// otherVersion says that the pages could not be compared. Whoever seals a report writes into it which version drew it, and
// could have any lie on the pages pass by naming one that nobody has: so it is refused, unless the user takes it.
func (v *verification) otherVersion(found string) {
	outcome := checkFailed
	if v.otherTool {
		outcome = checkUndecided
	}
	v.note(pagesCheck, outcome, "other_version", found,
		"Whether the pages say what findings.json says is not known: verify with the version that drew them, or take them as they are with --allow-other-version and read findings.json.")
}
