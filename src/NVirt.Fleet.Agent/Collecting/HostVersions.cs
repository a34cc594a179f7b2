using System.Globalization;
using System.Text.RegularExpressions;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Fleet.Reports;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Collecting;

/// <summary>What else is known of a machine: versions and memory. What cannot be read is left out.</summary>
internal static partial class HostVersions
{
    private const string Release = "/proc/sys/kernel/osrelease";
    private const string Libraries = "/usr/lib";
    private const string Library = "libvirt.so.0";
    private const int MostBytes = 256;
    private const int Thousand = 1000;

    /// <summary>The facts of this machine.</summary>
    /// <param name="host">Its capabilities; <see langword="null"/> if they could not be read.</param>
    /// <param name="qemu">The version of QEMU; <see langword="null"/> if it is not known.</param>
    public static ReportedFacts Read(HostCapabilities? host, Version? qemu) => new()
    {
        Kernel = ReportWord.Of(KernelOf(Release)),
        Qemu = qemu?.ToString(),
        Libvirt = LibvirtIn(Libraries),
        Microcode = host?.Cpu.Microcode is > 0 and { } microcode ? "0x" + microcode.ToString("x", CultureInfo.InvariantCulture) : null,
        MemoryMib = MemoryOf(host),
    };

    /// <summary>The version of libvirt by its library's name, as <c>libvirt.so.0.9000.0</c> is that of 9.0.0.</summary>
    internal static string? LibvirtIn(string folder)
    {
        try
        {
            foreach (string place in Directory.EnumerateDirectories(folder).Prepend(folder).Order(StringComparer.Ordinal))
            {
                if (File.ResolveLinkTarget(Path.Combine(place, Library), returnFinalTarget: true) is { } target
                    && LibraryName().Match(target.Name) is { Success: true } match)
                {
                    int number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
                    return Text.Of("{0}.{1}.{2}", number / Thousand, number % Thousand, match.Groups["part"].Value);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody knows.
        }

        return null;
    }

    private static string? KernelOf(string file)
    {
        try
        {
            using FileStream stream = PlainFile.Open(file);
            byte[] bytes = new byte[MostBytes];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return System.Text.Encoding.ASCII.GetString(bytes, 0, length).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A cell of which it is not known leaves the sum unknown.
    private static long? MemoryOf(HostCapabilities? host) =>
        host is not { Cells.IsEmpty: false } || host.Cells.Any(c => c.MemoryKiB is null)
        ? null : (long)host.Cells.Aggregate(0UL, (sum, c) => sum + (c.MemoryKiB!.Value >> 10));

    [GeneratedRegex(@"^libvirt\.so\.0\.(?<number>[0-9]{1,6})\.(?<part>[0-9]{1,6})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LibraryName();
}
