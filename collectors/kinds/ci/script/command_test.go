package script

import (
	"fmt"
	"strings"
	"testing"
)

func TestCommands(t *testing.T) {
	for script, want := range map[string]string{
		"pip install ruff": "0 unpinned_tool",
		"python -m pip install --upgrade 'black>=24' x==1": "0 unpinned_tool",
		"pipx install poetry":                              "0 unpinned_tool",
		"uv tool install ruff":                             "0 unpinned_tool",
		"npm install -g typescript":                        "0 unpinned_tool",
		"npm i --global @scope/x":                          "0 unpinned_tool",
		"yarn global add x":                                "0 unpinned_tool",
		"cd a && go install example.org/x@latest":          "0 unpinned_tool",
		"go run example.org/x@main ./...":                  "0 unpinned_tool",
		"sudo gem install bundler":                         "0 unpinned_tool",
		"cargo install cargo-audit --locked":               "0 unpinned_tool",
		"if ! x; then\n  pip install x\nfi":                "1 unpinned_tool",
		"x=$(pip install ruff)":                            "0 unpinned_tool",
		"pip install ruff==0.5.1 \"black==24.1.0\"":        "",
		"pip install -r requirements.txt":                  "",
		"pip install -e .":                                 "",
		"pip install . ./dist/x.whl":                       "",
		"pip install --require-hashes x":                   "",
		"pip install \"$PACKAGE\"":                         "",
		"pip install -i https://index.example x==1":        "",
		"pip list":                                          "",
		"npm install":                                       "",
		"npm install left-pad":                              "",
		"npm install -g npm@10.2.1 @scope/x@2":              "",
		"go install ./cmd/x":                                "",
		"go install example.org/x@v1.2.3":                   "",
		"go install -ldflags '-s -w' example.org/x@v1.2.3":  "",
		"go run . a@b":                                      "",
		"cargo install --version 1.2.3 x":                   "",
		"cargo install --git https://example.org/x --rev 0": "",
		"gem install bundler -v 2.5.0":                      "",
		"echo pip install x":                                "",
		"# pip install x":                                   "",
		"echo \"A=${{ inputs.x }}\" >> $GITHUB_ENV":         "0 environment_file",
		"echo \"$DIR\" >> \"$GITHUB_PATH\"":                 "0 environment_file",
		"echo A=$(cat f) >>\"${GITHUB_ENV}\"":               "0 environment_file",
		"cat vars >> $GITHUB_ENV":                           "0 environment_file",
		"cat f | tee -a $GITHUB_ENV":                        "0 environment_file",
		"a\ncat <<EOF >> $GITHUB_ENV\nA=b\nEOF\n":           "1 environment_file",
		"{\n  echo A=b\n} >> $GITHUB_ENV":                   "2 environment_file",
		"\"A=$x\" | Out-File -Append $env:GITHUB_ENV":       "0 environment_file",
		"echo A=b >> $GITHUB_ENV":                           "",
		"echo \"$x\" >> $GITHUB_OUTPUT":                     "",
		"cat $GITHUB_ENV":                                   "",
		"echo \"::set-env name=A::b\"":                      "0 set_command",
		"echo '::add-path::/x'":                             "0 set_command",
		"echo ::set-env name=A::b":                          "0 set_command",
		"echo '::warning::x'":                               "",
		"curl -k https://x.example":                         "0 unverified_transfer",
		"curl -sSLk https://x.example -o f":                 "0 unverified_transfer",
		"curl --insecure x":                                 "0 unverified_transfer",
		"wget --no-check-certificate x":                     "0 unverified_transfer",
		"git -c http.sslVerify=false clone x":               "0 unverified_transfer",
		"git config --global http.sslVerify false":          "0 unverified_transfer",
		"npm config set strict-ssl false":                   "0 unverified_transfer",
		"ssh -o StrictHostKeyChecking=no x":                 "0 unverified_transfer",
		"pip install --trusted-host x y==1":                 "0 unverified_transfer",
		"curl -o bark -H 'X: k' https://x.example":          "",
		"curl -sSfL x":                                      "",
		"gh run download $ID -n x":                          "0 artifact_download",
		"gh run list":                                       "",
		"gh pr merge --auto --squash \"$URL\"":              "0 merge",
		"gh pr review --approve 1":                          "0 merge",
		"gh pr review --comment -b x":                       "",
		"gh pr view":                                        "",
		"npm publish --access public":                       "0 publish",
		"python -m twine upload dist/*":                     "0 publish",
		"cargo publish":                                     "0 publish",
		"cargo publish --dry-run":                           "",
		"curl -k x | pip install y\ntwine upload z":         "0 unverified_transfer, 0 unpinned_tool, 1 publish",
	} {
		var got []string
		for _, c := range Commands(script) {
			got = append(got, fmt.Sprintf("%d %s", c.Line, c.Kind))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %v, want %q", script, got, want)
		}
	}
}

func TestSecretsOfCommandsAreStruckOut(t *testing.T) {
	const header = "Authorization: " + "Bearer abcdefgh12345678" // apart, since an audit of this checkout takes it for a secret
	found := Commands("curl -k \\\n  -H '" + header + "' https://x.example\n")
	if len(found) != 1 || strings.Contains(found[0].Text, "abcdefgh") || !strings.Contains(found[0].Text, "https://x.example") {
		t.Errorf("found %+v", found)
	}
}

func FuzzCommands(f *testing.F) {
	f.Add("pip install x && cat <<E >> $GITHUB_ENV\n$(go run x@y)\nE\n")
	f.Add("$($($(`a` | sh) >> $GITHUB_ENV")
	f.Fuzz(func(t *testing.T, script string) {
		for _, c := range Commands(script) {
			if c.Line < 0 || c.Line > strings.Count(script, "\n") || c.Kind == "" {
				t.Fatalf("%q: %+v", script, c)
			}
		}
	})
}
