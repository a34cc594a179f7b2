using System.Security.Cryptography;
using System.Text;
using NVirt.Xml;

namespace NVirt.Fleet.Freezes;

/// <summary>
/// A signature beside a baseline: ECDSA on P-256 over the SHA-256 of the canonical text, with the key's number, on one line.
/// </summary>
public static class BaselineSignature
{
    /// <summary>What stands behind the file's name.</summary>
    public const string Extension = ".sig";

    private const string Algorithm = "ecdsa-p256-sha256";
    private const int KeyDigits = 16;
    private const int KeyBits = 256;

    /// <summary>Signs a baseline.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="pem">The private key as PEM.</param>
    /// <returns>The line of the file.</returns>
    /// <exception cref="Cpu.CpuException">That is no private key on P-256.</exception>
    public static string Sign(FrozenBaseline baseline, string pem)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        using ECDsa key = Key(pem);
        try
        {
            byte[] signature = key.SignData(Encoding.UTF8.GetBytes(baseline.Canonical), HashAlgorithmName.SHA256);
            return $"{Algorithm} {NumberOf(key)} {Convert.ToBase64String(signature)}\n";
        }
        catch (CryptographicException)
        {
            throw FleetErrors.Bad(Messages.Sign_Private);
        }
    }

    /// <summary>Whether a signature is that of a key for a baseline.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="line">The line of the signature's file.</param>
    /// <param name="pem">The public key as PEM; a private one holds it too.</param>
    /// <exception cref="Cpu.CpuException">That is no key on P-256, or no signature.</exception>
    public static bool Verify(FrozenBaseline baseline, string line, string pem)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(line);
        using ECDsa key = Key(pem);
        string[] words = line.TrimEnd('\n', '\r').Split(' ');
        byte[] signature = new byte[KeyBits];
        return words is [Algorithm, var number, var text] && Convert.TryFromBase64String(text, signature, out int length)
            ? number == NumberOf(key)
                && key.VerifyData(Encoding.UTF8.GetBytes(baseline.Canonical), signature.AsSpan(0, length), HashAlgorithmName.SHA256)
            : throw FleetErrors.Unreadable(Text.Of(Messages.Sign_Line, Algorithm));
    }

    private static string NumberOf(ECDsa key) =>
        Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..KeyDigits];

    private static ECDsa Key(string pem)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize == KeyBits && key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                return key;
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
        }

        key.Dispose();
        throw FleetErrors.Bad(Messages.Sign_Key);
    }
}
