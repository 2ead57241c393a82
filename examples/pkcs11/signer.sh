#!/bin/sh
# Signs for assize with a key in a PKCS #11 token: --sign exec:examples/pkcs11/signer.sh
# It needs pkcs11-tool (OpenSC) and openssl. The environment says which key:
#   ASSIZE_PKCS11_MODULE  the token's library, for example /usr/lib/softhsm/libsofthsm2.so
#   ASSIZE_PKCS11_TOKEN   the token's label
#   ASSIZE_PKCS11_KEY     the label of the key and of its certificate in the token
#   ASSIZE_PKCS11_PIN     a file with the user's PIN, which only you may read
#   ASSIZE_PKCS11_CHAIN   a PEM with the certificates above the key's, if there are any
# What assize asks and what it wants to hear, "assize key --help" tells.
set -eu
question=$(cat)
field() { printf %s "$question" | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
token() {
	PIN=$(cat "$ASSIZE_PKCS11_PIN") pkcs11-tool --module "$ASSIZE_PKCS11_MODULE" --token-label "$ASSIZE_PKCS11_TOKEN" \
		--label "$ASSIZE_PKCS11_KEY" "$@" >"$scratch/talk" 2>&1 || { cat "$scratch/talk" >&2; exit 1; }
}

case $(field ask) in
certificates)
	token --read-object --type cert --output-file "$scratch/cert"
	{
		openssl x509 -inform DER -in "$scratch/cert"
		[ -z "${ASSIZE_PKCS11_CHAIN:-}" ] || cat "$ASSIZE_PKCS11_CHAIN"
	} >"$scratch/chain"
	awk 'BEGIN { printf "{\"certificates\":\"" } { printf "%s\\n", $0 } END { print "\"}" }' "$scratch/chain"
	;;
sign)
	field digest | openssl base64 -d -A >"$scratch/digest"
	case $(field scheme) in
	rsa-pkcs1-sha256) # the token pads, and the DigestInfo around the digest (RFC 8017 §9.2) is ours to write
		{
			printf '\060\061\060\015\006\011\140\206\110\001\145\003\004\002\001\005\000\004\040'
			cat "$scratch/digest"
		} >"$scratch/input"
		token --login --pin env:PIN --sign --mechanism RSA-PKCS --input-file "$scratch/input" --output-file "$scratch/signature"
		;;
	ecdsa-sha256 | ecdsa-sha384)
		token --login --pin env:PIN --sign --mechanism ECDSA --signature-format openssl --input-file "$scratch/digest" --output-file "$scratch/signature"
		;;
	*)
		echo "this signer knows no scheme $(field scheme)" >&2
		exit 1
		;;
	esac
	printf '{"signature":"%s"}\n' "$(openssl base64 -A -in "$scratch/signature")"
	;;
*)
	echo "this signer knows no question $(field ask)" >&2
	exit 1
	;;
esac
