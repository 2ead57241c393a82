// Package opatest loads the built-in policies for tests of other packages.
package opatest

import (
	"io/fs"
	"testing"

	"github.com/assize/assize/engine/catalog"
	"github.com/assize/assize/engine/opa"
)

// BuiltIn loads the policies of a file system as the program loads its own, which is policies.FS, and the frameworks in it.
func BuiltIn(t testing.TB, files fs.FS) (*opa.Set, *catalog.Catalog) {
	t.Helper()
	sub := func(dir string) fs.FS {
		out, err := fs.Sub(files, dir)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	frameworks, err := catalog.Load(sub("frameworks"))
	if err != nil {
		t.Fatal(err)
	}
	set, err := opa.Load(t.Context(), opa.LoadOptions{
		Sources: []opa.Source{{Name: "built-in", FS: files, BuiltIn: true}}, Schemas: sub("schemas"), Frameworks: frameworks,
	})
	if err != nil {
		t.Fatal(err)
	}
	return set, frameworks
}
