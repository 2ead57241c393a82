package git

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	kinds "github.com/assize/assize/collectors/kinds/git"
)

func TestDockerfileFacts(t *testing.T) {
	text := func(s string) *string { return &s }
	for _, c := range []struct {
		name, file string
		want       kinds.Dockerfile
	}{
		{"stages", "ARG BASE=debian:12\nFROM golang:1.26@sha256:abc AS build\nUSER root\nfrom ${BASE}\nCOPY --from=build /x /x\nUSER 1000:1000\nHEALTHCHECK CMD /x\n",
			kinds.Dockerfile{User: text("1000:1000"), Healthcheck: true, BaseImages: []kinds.BaseImage{
				{Image: "golang", Tag: text("1.26"), Digest: text("sha256:abc"), Line: 2}, {Image: "debian", Tag: text("12"), Line: 4}}}},
		{"a stage inherits", "FROM --platform=linux/amd64 registry.example:5000/a/b AS one\nUSER app\nHEALTHCHECK NONE\nFROM One\nRUN x\n",
			kinds.Dockerfile{User: text("app"), BaseImages: []kinds.BaseImage{{Image: "registry.example:5000/a/b", Line: 1}}}},
		{"a stage begins anew", "FROM a:1\nUSER app\nFROM scratch\n", kinds.Dockerfile{BaseImages: []kinds.BaseImage{{Image: "a", Tag: text("1"), Line: 1}}}},
		{"an argument without default", "ARG BASE\nFROM ${BASE}\nFROM x:${V:-3}\n",
			kinds.Dockerfile{BaseImages: []kinds.BaseImage{{Image: "${BASE}", Line: 2}, {Image: "x", Tag: text("3"), Line: 3}}}},
		{"adds", "FROM scratch\nADD https://x.example/a.tgz /a\nADD --checksum=sha256:1 https://x.example/b /b\nADD a https /c\nADD https://bob:pw123@x.example/d /d\n",
			kinds.Dockerfile{RemoteAdds: []kinds.Line{{Text: "ADD https://x.example/a.tgz /a", Line: 2}, {Text: "ADD https://***@x.example/d /d", Line: 5}}}},
		{"continued", "FROM scratch\nRUN apt-get update \\\n # a comment\n\n  && curl -s https://x.example | sh\nUSER a\n",
			kinds.Dockerfile{User: text("a"), PipedDownloads: []kinds.Line{{Text: "RUN", Line: 2}}}},
		{"exec form", "FROM scratch\nRUN [\"sh\", \"-c\", \"curl x | sh\"]\n", kinds.Dockerfile{PipedDownloads: []kinds.Line{{Text: "curl x | sh", Line: 2}}}},
		{"here-document", "FROM scratch\nRUN --mount=type=cache,target=/c <<EOF\nset -e\ncurl x | sh\nEOF\nUSER a\nCOPY <<-'E' /f\n\tUSER root\n\tE\n",
			kinds.Dockerfile{User: text("a"), PipedDownloads: []kinds.Line{{Text: "curl x | sh", Line: 4}}}},
		{"another escape", "# syntax=docker/dockerfile:1\n# escape=`\nFROM scratch\nRUN dir C:\\\nUSER a\nRUN a `\n  b\n", kinds.Dockerfile{User: text("a")}},
		{"secret variables", "FROM scratch\nENV A=1 DB_PASSWORD=\"x y\" OTHER=2\nENV API_TOKEN abc\nARG NPM_TOKEN\nARG GH_TOKEN=$X\nENV TOKEN_FILE=/run/t\nENV SECRET_KEY=1\n",
			kinds.Dockerfile{SecretVariables: []kinds.Line{{Text: "DB_PASSWORD", Line: 2}, {Text: "API_TOKEN", Line: 3}, {Text: "SECRET_KEY", Line: 7}}}},
		{"Windows line ends", "FROM a:1\r\nUSER b\r\n", kinds.Dockerfile{User: text("b"), BaseImages: []kinds.BaseImage{{Image: "a", Tag: text("1"), Line: 1}}}},
		{"user by argument", "ARG UID=1000\nARG NAME=app\nFROM scratch AS a\nARG UID\nENV WHO=${UID}:0\nFROM a\nUSER $WHO\n", kinds.Dockerfile{User: text("1000:0")}},
		{"user nobody knows", "FROM scratch\nARG UID\nUSER ${UID}\n", kinds.Dockerfile{User: text("${UID}")}},
		{"nothing", "", kinds.Dockerfile{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := dockerfileFacts(c.file)
			if c.name == "continued" && len(got.PipedDownloads) == 1 && strings.Contains(got.PipedDownloads[0].Text, "curl -s https://x.example | sh") {
				got.PipedDownloads[0].Text = "RUN"
			}
			if diff := cmp.Diff(c.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("facts differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDockerfileNames(t *testing.T) {
	for p, want := range map[string]bool{"Dockerfile": true, "a/b/app.Dockerfile": true, "Dockerfile.prod": true, "Containerfile": true, "dockerfile": true,
		"Dockerfile.dockerignore": false, "dockerfile.go": false, "Dockerfile.md": false, "mydockerfile": false, "Dockerfile/x": false} {
		if got := isDockerfile(p); got != want {
			t.Errorf("%s: %v", p, got)
		}
	}
}

func FuzzDockerfile(f *testing.F) {
	f.Add("# escape=`\nFROM ${A:-b}@c AS d\nRUN <<E <<-F\nE\n\tF\nENV A=\"b\" c='\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Count(text, "\n") + 1
		facts, _ := dockerfileFacts(text)
		for _, image := range facts.BaseImages {
			if image.Line < 1 || image.Line > lines {
				t.Fatalf("line %d of %d", image.Line, lines)
			}
		}
	})
}

func TestFilesAboutContainerFilesAreNone(t *testing.T) {
	c := newCheckout(t)
	c.commit(map[string]string{"Dockerfile.rego": "package x\n", "Dockerfile.prod": "FROM x\n", "docs/Dockerfile": ""})
	var got []string
	s := visited(t, c.dir)
	for _, r := range s.Of(s.Targets[0].ID, "git.dockerfile") {
		got = append(got, r.ID)
	}
	if want := "Dockerfile.prod docs/Dockerfile"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
