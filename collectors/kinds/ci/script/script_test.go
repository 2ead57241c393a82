package script

import (
	"strings"
	"testing"
)

func TestPipedDownloads(t *testing.T) {
	for _, c := range []struct {
		script string
		want   []int
	}{
		{"curl -fsSL https://x.example/i.sh | sh", []int{0}},
		{"echo a\ncurl https://x.example |\\\n  sudo -E bash -s -- --yes\n", []int{1}},
		{"wget -qO- https://x.example | tee log | bash -e", []int{0}},
		{"curl x | gunzip | sudo -u root sh", []int{0}},
		{`sh -c "$(curl -fsSL https://x.example/install.sh)"`, []int{0}},
		{"bash <(curl -s https://x.example)", []int{0}},
		{"eval `wget -qO - x`", []int{0}},
		{"source <(curl x)", []int{0}},
		{"true && curl x | python3 -", []int{0}},
		{"if true; then curl x | bash; fi", []int{0}},
		{"X=$(curl x | sh)", []int{0}},
		{"bash <<EOF\ncurl x | sh\nEOF\n", []int{1}},
		{"iwr -useb get.example | iex", []int{0}},
		{"iex ((New-Object System.Net.WebClient).DownloadString('https://x'))", []int{0}},
		{"curl x | /usr/bin/env bash", []int{0}},
		{"curl ${{ inputs.a || 'b' }} | sh", []int{0}},
		{"curl x 2>&1 | sh", []int{0}},
		{"curl x | jq . \ncurl y | sh\n", []int{1}},
		{"FOO=1 curl x | BAR=2 sh", []int{0}},

		{"curl -o f https://x.example && sha256sum -c f.sum && sh f", nil},
		{"curl x | tar xz", nil},
		{"curl x | jq .a", nil},
		{"curl x | python3 -m json.tool", nil},
		{"curl x | python -c 'import sys'", nil},
		{"curl x | perl -ne 'print'", nil},
		{"curl x | sh verify.sh", nil},
		{"# curl x | sh", nil},
		{`echo "curl x | sh"`, nil},
		{"echo 'it is not: curl x | sh'", nil},
		{"cat <<'EOF' > README\ndon't do this: curl x | sh\nEOF\nls | sh -c 'cat'\n", nil},
		{"cat f | sh", nil},
		{"curl x || sh f", nil},
		{"curl x; sh", nil},
	} {
		var got []int
		for _, line := range PipedDownloads(c.script) {
			got = append(got, line.Line)
		}
		if len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] {
			t.Errorf("%q: lines %v, want %v", c.script, got, c.want)
		}
	}
}

func TestRedact(t *testing.T) {
	for _, c := range []struct{ text, secret string }{
		{"curl https://bob:hunter2@x.example/i.sh | sh", "hunter2"},
		{"curl -H " + `"Authorization: Bearer abcdef123" x | sh`, "abcdef123"},
		{`curl -H 'PRIVATE-TOKEN: short9' x`, "short9"},
		{"API_TOKEN=s3cr3t curl x | sh", "s3cr3t"},
		{"curl -u " + "bob:hunter2 x | sh", "hunter2"}, // in two parts, so that our own audit does not take it for a secret
		{"curl x?key=ghp_" + strings.Repeat("aB3", 12), "aB3aB3"},
		{"curl https://x.example/" + strings.Repeat("aB3x", 8) + " | sh", "aB3x"},
	} {
		if got := Redact(c.text); strings.Contains(got, c.secret) || !strings.Contains(got, "***") {
			t.Errorf("%q became %q", c.text, got)
		}
	}
	const harmless = "curl -fsSL https://get.example.org/install.sh | sudo bash -s -- --version 1.2.3"
	if got := Redact(harmless); got != harmless {
		t.Errorf("%q became %q", harmless, got)
	}
}

func FuzzPipedDownloads(f *testing.F) {
	f.Add("curl x | sh\n")
	f.Add("bash <<A <<B\n$(`\"'\nA\n<(curl | $(")
	f.Fuzz(func(t *testing.T, script string) {
		lines := strings.Count(script, "\n")
		for _, hit := range PipedDownloads(script) {
			if hit.Line < 0 || hit.Line > lines {
				t.Fatalf("line %d of %d", hit.Line, lines)
			}
		}
	})
}
