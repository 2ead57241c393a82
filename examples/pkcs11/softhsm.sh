#!/bin/sh
# Makes a token in software (SoftHSM) to try signer.sh out with: sh softhsm.sh DIR [EC:prime256v1 | rsa:3072]
# The key is made in the token and never leaves it. A trial authority, DIR/ca.pem, issues its certificate.
# DIR/environment then sets what signer.sh wants: . DIR/environment
set -eu
mkdir -p "$1" && cd "$1" && here=$(pwd)
umask 077
module=${ASSIZE_PKCS11_MODULE:-}
for path in /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so /usr/lib64/pkcs11/libsofthsm2.so /usr/local/lib/softhsm/libsofthsm2.so /opt/homebrew/lib/softhsm/libsofthsm2.so; do
	[ -n "$module" ] || [ ! -e "$path" ] || module=$path
done
[ -n "$module" ] || { echo "SoftHSM's library is not found: name it in ASSIZE_PKCS11_MODULE" >&2; exit 1; }

mkdir tokens
echo "directories.tokendir = $here/tokens" >softhsm2.conf
openssl rand -hex 8 >pin
cat >environment <<END
export SOFTHSM2_CONF='$here/softhsm2.conf' ASSIZE_PKCS11_MODULE='$module' ASSIZE_PKCS11_TOKEN=trial ASSIZE_PKCS11_KEY=audit
export ASSIZE_PKCS11_PIN='$here/pin' ASSIZE_PKCS11_CHAIN='$here/ca.pem'
END
. ./environment
PIN=$(cat pin)
export PIN
softhsm2-util --init-token --free --label trial --so-pin "$PIN" --pin "$PIN" # a real token's PIN stands on no command line
token() { pkcs11-tool --module "$module" --token-label trial --label audit --login --pin env:PIN "$@"; }
token --keypairgen --key-type "${2:-EC:prime256v1}" --id 01
token --read-object --type pubkey --output-file public.der

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -days 30 -subj "/CN=Trial authority"
printf 'keyUsage = critical, digitalSignature, nonRepudiation\nbasicConstraints = critical, CA:false\n' >extensions
openssl x509 -new -force_pubkey public.der -CA ca.pem -CAkey ca.key -subj "/CN=Audit (key in a token)" -days 30 -extfile extensions -outform DER -out cert.der
token --write-object cert.der --type cert --id 01
