using System.Runtime.Versioning;
using NVirt.Testing;

namespace NVirt.Cli.Tests.Domains;

/// <summary>A guest outlives whoever started it, so it must not keep that one's files and pipes open.</summary>
[SupportedOSPlatform("linux")]
public sealed class InheritedFilesTests : IDisposable
{
    private readonly DomainFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Neither_a_guest_nor_its_keeper_has_files_of_who_started_it()
    {
        string kept = _folder.Write("kept.txt", string.Empty);
        string guest = _folder.Write(
            "guest.xml",
            "<domain type='qemu'><name>small</name><memory unit='MiB'>16</memory><os><type arch='x86_64'>hvm</type></os></domain>");
        _folder.Do("define", guest);
        Peer.Output("sh", "-c",
            $"exec 3<>'{kept}' 4<>'{kept}' 5<>'{kept}' 6<>'{kept}' 7<>'{kept}' 8<>'{kept}' 9<>'{kept}' <'{kept}' >'{kept}' 2>&1; "
            + $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "nvirt.dll")}' domain start small --root '{_folder.Root}'");
        Assert.Contains("started", File.ReadAllText(kept), StringComparison.Ordinal);
        string[] open = [.. Directory.EnumerateDirectories("/proc").SelectMany(TargetsOf)];
        Assert.Contains(
            open, t => t.StartsWith(_folder.Root, StringComparison.Ordinal) && t.EndsWith("/events.out", StringComparison.Ordinal));
        Assert.DoesNotContain(kept, open);
    }

    private static IEnumerable<string> TargetsOf(string process)
    {
        try
        {
            string[] open = Directory.GetFileSystemEntries(Path.Combine(process, "fd"));
            return [.. open.Select(f => new FileInfo(f).LinkTarget).OfType<string>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
