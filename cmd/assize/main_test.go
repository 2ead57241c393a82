package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"assize": main})
}

// TestScripts runs the program as a user does: each file in testdata/script is one story. Exit codes are
// told by a shell, because a script itself sees only success and failure: exec sh code.sh CODE assize ….
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"bundle": bundleCommand, "changes": changesCommand, "aws": awsCommand, "awsorg": orgCommand, "github": githubCommand, "kms": kmsCommand},
		Condition: func(name string) (bool, error) {
			if name == "root" { // may become another user and mount
				return os.Geteuid() == 0 && runtime.GOOS == "linux", nil
			}
			return false, fmt.Errorf("no condition %q", name)
		},
		Setup: func(env *testscript.Env) error {
			examples, err := filepath.Abs("../../examples")
			if err != nil {
				return err
			}
			for key, value := range map[string]string{
				"HOME": env.WorkDir, "XDG_CACHE_HOME": env.WorkDir + "/.cache", "GIT_CONFIG_GLOBAL": os.DevNull,
				"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
				"GIT_COMMITTER_EMAIL": "a@example.org", "EXAMPLES": examples,
			} {
				env.Setenv(key, value)
			}
			return os.WriteFile(env.WorkDir+"/code.sh", []byte(codeScript), 0o600)
		},
	})
}

const codeScript = `want=$1; shift
"$@"; got=$?
[ "$got" = "$want" ] && exit 0
echo "exit code $got, want $want" >&2
exit 1
`
