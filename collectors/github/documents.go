package github

import (
	"context"
	"path"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/git"
	docs "github.com/assize/assize/collectors/kinds/git/document"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

const documentsKind = "github.documents"

// The stems of the names of documents, as in collectors/git.
var (
	documentFolders = [...]string{"", ".github/", "docs/"}
	changelogStems  = [...]string{"changelog", "changes", "history", "news"}
	otherStems      = [...]string{"security", "readme", "contributing", "support", "code_of_conduct"}
)

// isDocument says whether a file is a document of the repository, by its name.
func isDocument(name string) bool {
	dir, base := path.Split(name)
	if isCodeowners(name) {
		return true
	}
	if !slices.Contains(documentFolders[:], dir) {
		return false
	}
	stems := slices.Concat(otherStems[:], changelogStems[:])
	if dir == "" {
		stems = append(stems, docs.LicenceStems[:]...)
	}
	return slices.ContainsFunc(stems, func(stem string) bool { return docs.HasStem(base, stem) })
}

func isCodeowners(name string) bool { return slices.Contains(docs.Codeowners[:3], name) } // the fourth is GitLab's

// isRead says whether what stands in a document is read.
func isRead(name string) bool {
	return isCodeowners(name) || isDocument(name) && docs.HasStem(path.Base(name), "security")
}

// tellDocuments tells which documents a repository has.
func (v *visit) tellDocuments(ctx context.Context, r *repository, files []file) error {
	var names []string
	byName := map[string]file{}
	for _, f := range files {
		if isDocument(f.path) && f.mode&0o170000 == 0o100000 { // a link is not followed
			names = append(names, f.path)
			byName[f.path] = f
		}
	}
	slices.Sort(names)
	find := func(folders []string, stems ...string) *string {
		name := docs.Find(names, folders, stems...)
		if name == "" {
			return nil
		}
		return &name
	}
	facts := kinds.Documents{
		Repository: r.full, License: find([]string{""}, docs.LicenceStems[:]...), Readme: find(documentFolders[:], "readme"),
		Contributing: find(documentFolders[:], "contributing"), Changelog: find(documentFolders[:], changelogStems[:]...),
		Support: find(docs.CommunityFolders[:], "support"), CodeOfConduct: find(docs.CommunityFolders[:], "code_of_conduct"),
	}
	var p partial
	text := func(name string, lost ...string) []byte {
		text, err := v.text(ctx, r, byName[name])
		if err != nil {
			p.lost(err, lost...)
		}
		return text
	}
	if name := find(docs.CommunityFolders[:], "security"); name != nil {
		facts.SecurityPolicy = &git.SecurityPolicy{Path: *name, HasContact: docs.HasContact(text(*name, "security_policy.has_contact"))}
	}
	for _, name := range docs.Codeowners[:] {
		if _, there := byName[name]; there {
			owners := docs.ParseCodeowners(string(text(name, "codeowners.rules", "codeowners.default", "codeowners.invalid")))
			owners.Path = name
			facts.Codeowners = &owners
			break
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return v.emit(collectors.Head{Kind: documentsKind, ID: r.id, Name: r.full}, facts, p)
}
