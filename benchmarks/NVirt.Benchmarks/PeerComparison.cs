using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Benchmarks;

/// <summary>
/// libvirt's own operations and ours in one process and one run, from the same XML text and on the same map (that of the installed
/// libvirt), with the ratio. Needs root, for libvirt's embedded driver.
/// </summary>
internal static class PeerComparison
{
    private const string MapFolder = "/usr/share/libvirt/cpu_map";
    private static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.X86_64, CpuMap.Load(MapFolder));

    public static int Run(string[] arguments)
    {
        int count = arguments is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 1000;
        DirectoryInfo root = Directory.CreateTempSubdirectory("nvirt-peer-");
        StartEventLoop();
        nint test = Open("test:///default");
        nint embedded = Open($"qemu:///embed?root={root.FullName}");
        try
        {
            _ = Libvirt.virGetVersion(out nuint version, 0, 0);
            Console.WriteLine(
                $"libvirt {version / 1000000}.{version / 1000 % 1000}.{version % 1000}, {Driver.Models!.Count} models; microseconds, the "
                    + $"best of five rounds");
            Console.WriteLine($"{"operation",-40}{"libvirt",12}{"nvirt",12}{"ratio",10}");
            Compare(embedded);
            Baseline(test, 2);
            Baseline(test, count);
        }
        finally
        {
            _ = Libvirt.virConnectClose(embedded);
            _ = Libvirt.virConnectClose(test);
            root.Delete(recursive: true);
        }

        return 0;
    }

    private static void Compare(nint connection)
    {
        nint capabilities = Libvirt.virConnectGetCapabilities(connection);
        CpuDefinition host = CpuDocuments.Parse(Marshal.PtrToStringUTF8(capabilities)!)[0].Definition!;
        Libvirt.free(capabilities);
        CpuDefinition guest = new() { Model = "EPYC", Features = Inputs.Guest.Features };
        string xml = CpuXml.Format(guest);
        nint text = Marshal.StringToCoTaskMemUTF8(xml);
        ResolvedCpu resolvedHost = Driver.Advanced.Resolve(host);
        ResolvedCpu resolvedGuest = Driver.Advanced.Resolve(guest);
        double theirs = Microseconds(() => _ = Libvirt.virConnectCompareCPU(connection, text, 0));
        Report("compare from XML text", theirs,
            Microseconds(() => Driver.Advanced.Compare(resolvedHost, Driver.Advanced.Resolve(CpuXml.Parse(xml)))));
        Report("compare, parsed (libvirt: from text)", theirs, Microseconds(() => Driver.Advanced.Compare(resolvedHost, resolvedGuest)));
        Marshal.FreeCoTaskMem(text);
    }

    private static void Baseline(nint connection, int count)
    {
        string[] documents = [.. Inputs.Hosts(count).Select(CpuXml.Format)];
        nint[] texts = [.. documents.Select(Marshal.StringToCoTaskMemUTF8)];
        ResolvedCpu[] resolved = [.. documents.Select(d => Driver.Advanced.Resolve(CpuXml.Parse(d)))];
        double theirs = Microseconds(() => Libvirt.free(Libvirt.virConnectBaselineCPU(connection, texts, (uint)texts.Length, 0)));
        Report($"baseline of {count} from XML text", theirs,
            Microseconds(() => Driver.Baseline([.. documents.Select(d => CpuXml.Parse(d))])));
        Report($"baseline of {count}, parsed (libvirt: text)", theirs, Microseconds(() => Driver.Advanced.Baseline(resolved)));
        Array.ForEach(texts, Marshal.FreeCoTaskMem);
    }

    // Two seconds to get warm, in which the runtime compiles what is hot; then the best of five rounds, since what disturbs only adds.
    private static double Microseconds(Action action)
    {
        Round(action, milliseconds: 2000);
        return Enumerable.Range(0, 5).Min(_ => Round(action, milliseconds: 300));
    }

    private static double Round(Action action, int milliseconds)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int runs = 0;
        while (watch.ElapsedMilliseconds < milliseconds)
        {
            action();
            runs++;
        }

        return watch.Elapsed.TotalMicroseconds / runs;
    }

    private static void Report(string operation, double theirs, double ours) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{operation,-40}{theirs,12:F2}{ours,12:F2}{theirs / ours,10:F0}"));

    private static nint Open(string uri) => Libvirt.virConnectOpen(uri) is not 0 and var connection
        ? connection
        : throw new InvalidOperationException($"libvirt cannot open {uri}; run benchmarks/peer as root");

    private static void StartEventLoop()
    {
        _ = Libvirt.virEventRegisterDefaultImpl();
        new Thread(() =>
        {
            while (Libvirt.virEventRunDefaultImpl() == 0)
            {
            }
        })
        { IsBackground = true }.Start();
    }
}
