package git

import (
	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/git"
	"github.com/assize/assize/collectors/kinds/git/document"
)

func (v *visit) codeowners() (*kinds.Codeowners, *collectors.Gap) {
	e, found := v.files.first(document.Codeowners[:]...)
	if !found {
		return nil, nil
	}
	text, gap := v.text(e)
	owners := document.ParseCodeowners(string(text))
	owners.Path = e.text
	return &owners, gap
}
