using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Documents;

namespace NVirt.Fleet.Server.Tests.Support;

/// <summary>Reports made from the documents of samples/fleet, which are real forms of three platforms.</summary>
internal static class Samples
{
    /// <summary>A host of the samples, without guests.</summary>
    public static HostReport Of(string host, string file, long seq = 1, string boot = "boot-1") => new()
    {
        Schema = HostReport.SchemaName,
        Host = host,
        BootId = boot,
        Seq = seq,
        Time = new DateTimeOffset(2026, 11, 30, 6, 0, 0, TimeSpan.Zero),
        Facts = new ReportedFacts { Kernel = "6.1.0-44-amd64", Qemu = "7.2.15", MemoryMib = 65536 },
        Documents = [Document("host", Sample(file))],
    };

    /// <summary>The whole of the samples: five hosts and four guests.</summary>
    public static ImmutableArray<HostReport> Fleet { get; } =
    [
        With(Of("pve1", "pve1.xml"), "shop", Sample("shop.conf")),
        With(Of("pve2", "pve2.xml"), "mail", Sample("mail.xml")),
        With(Of("kube1", "kube1.xml"), "search", Sample("search.yaml")),
        Of("kube2", "kube2.xml"),
        With(Of("virt1", "virt1.xml"), "build", Sample("build.xml")),
    ];

    /// <summary>The same with a guest that runs.</summary>
    public static HostReport With(HostReport report, string guest, byte[] request, byte[]? live = null)
    {
        ReportedDocument wanted = Document("guest", request);
        ReportedDocument? got = live is null ? null : Document("guest", live);
        return report with
        {
            Documents = [.. report.Documents, wanted, .. got is null || got.Sha256 == wanted.Sha256 ? [] : (ReportedDocument[])[got]],
            Guests =
            [
                .. report.Guests,
                new ReportedGuest
                {
                    Id = $"id-{guest}",
                    Name = guest,
                    Running = true,
                    MemoryMib = 4096,
                    Request = wanted.Sha256,
                    Live = got?.Sha256,
                },
            ],
        };
    }

    /// <summary>A document with its bytes.</summary>
    public static ReportedDocument Document(string kind, byte[] content)
    {
        return new ReportedDocument
        {
            Kind = kind,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
            Gzip = NVirt.Fleet.Reports.Gzip.Pack(content),
        };
    }

    /// <summary>The same report without the bytes of its documents.</summary>
    public static HostReport Bare(HostReport report) =>
        report with { Documents = [.. report.Documents.Select(d => d with { Gzip = null })] };

    /// <summary>A document of the samples.</summary>
    public static byte[] Sample(string file) => File.ReadAllBytes(Path.Combine(Places.Root, "samples", "fleet", file));

    /// <summary>A guest that asks for a model, as libvirt's XML.</summary>
    public static byte[] Guest(string model, params ReadOnlySpan<string> features)
    {
        string wanted = string.Empty;
        foreach (string feature in features)
        {
            wanted += $"<feature policy='require' name='{feature}'/>";
        }

        return Encoding.UTF8.GetBytes(
            "<domain type='kvm'><name>g</name><os><type arch='x86_64'>hvm</type></os><cpu mode='custom' match='exact' check='full'>"
            + $"<model fallback='forbid'>{model}</model>{wanted}</cpu></domain>");
    }
}
