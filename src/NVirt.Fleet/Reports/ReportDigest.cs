using System.Security.Cryptography;
using System.Text.Json;

namespace NVirt.Fleet.Reports;

/// <summary>
/// The digest of what a report says, whoever makes it: two reports with the same digest differ at most in their numbers, their times and
/// the documents that go along.
/// </summary>
public static class ReportDigest
{
    /// <summary>64 hexadecimal digits in lower case.</summary>
    public static string Of(HostReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        HostReport content = report with
        {
            BootId = string.Empty,
            Seq = 0,
            Time = DateTimeOffset.UnixEpoch,
            Documents = [.. report.Documents.Select(d => d with { Gzip = null }).OrderBy(d => d.Kind, StringComparer.Ordinal)
                .ThenBy(d => d.Sha256, StringComparer.Ordinal)],
            Guests = [.. report.Guests.OrderBy(g => g.Id, StringComparer.Ordinal)],
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, ReportJson.Default.HostReport)));
    }
}
