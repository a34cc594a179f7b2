using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace NVirt.Fleet.Server.Access;

/// <summary>The secrets of tokens: 256 random bits, of which only the digest is kept.</summary>
internal static class Secrets
{
    private const string Prefix = "nvf_";
    private const int Bytes = 32;
    private const int Longest = 256;

    /// <summary>A new secret.</summary>
    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is kept of it; <see langword="null"/> for what cannot be a secret.</summary>
    public static string? HashOf(string secret) => secret.Length is 0 or > Longest ? null
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
