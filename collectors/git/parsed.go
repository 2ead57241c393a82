package git

import (
	"path"
	"strings"

	"github.com/assize/assize/collectors/kinds/ci/pipeline"
	"github.com/assize/assize/collectors/kinds/git/document"
)

// parsed says whether a file's content is needed after the survey. It may say yes too often; what it costs is memory.
func parsed(p string) bool {
	base := strings.ToLower(path.Base(p))
	switch {
	case pipeline.IsWorkflow(p), pipeline.IsAction(p), pipeline.IsDependabot(p), isDockerfile(p):
		return true
	case p == ".gitignore", p == ".gitmodules", base == "codeowners":
		return true
	}
	if !pipeline.Foreign(p) {
		if _, ok := manifestNames[path.Base(p)]; ok {
			return true
		}
		if _, ok := byEnding(path.Base(p)); ok {
			return true
		}
	}
	if strings.Count(p, "/") > 1 {
		return false
	}
	if document.HasStem(base, "security") {
		return true
	}
	for _, stem := range document.LicenceStems {
		if document.HasStem(base, stem) {
			return true
		}
	}
	return false
}

// isDockerfile says whether a file's name is that of a container build file.
func isDockerfile(p string) bool {
	base := strings.ToLower(path.Base(p))
	for _, stem := range []string{"dockerfile", "containerfile"} {
		if base == stem || strings.HasSuffix(base, "."+stem) {
			return true
		}
		if suffix, ok := strings.CutPrefix(base, stem+"."); ok && !strings.Contains(suffix, "dockerignore") {
			return notCode(suffix)
		}
	}
	return false
}

// notCode refuses endings of programs and documents that are about container files and are none.
func notCode(suffix string) bool {
	switch path.Ext("." + suffix) {
	case ".go", ".py", ".js", ".ts", ".md", ".rb", ".java", ".rs", ".json", ".yaml", ".yml", ".html", ".txt", ".png", ".svg", ".vim", ".lang":
		return false
	}
	return true
}
