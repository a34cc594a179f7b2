namespace NVirt.Samples;

/// <summary>Runs every sample on the documents of docs/examples.</summary>
public static class Program
{
    /// <summary>Runs the samples.</summary>
    /// <param name="args">The folder with the documents: docs/examples.</param>
    public static Task Main(string[] args) => RunAllAsync(args is [{ } folder] ? folder : Path.Combine("docs", "examples"), Console.Out);

    /// <summary>Runs each sample, with a title in front.</summary>
    public static async Task RunAllAsync(string folder, TextWriter output, CancellationToken cancellation = default)
    {
        await output.WriteLineAsync("== compare");
        await CompareSample.RunAsync(In("old-host.xml"), In("greedy.xml"), output, cancellation);
        await output.WriteLineAsync("== baseline");
        await BaselineSample.RunAsync(folder, output, cancellation);
        await output.WriteLineAsync("== decode");
        await DecodeSample.RunAsync(In("dump.txt"), output, cancellation);
        await output.WriteLineAsync("== qemu");
        await QemuSample.RunAsync(In("router.xml"), In("qemu.json"), In("new-host.xml"), output, cancellation);
        await output.WriteLineAsync("== edit");
        await EditSample.RunAsync(In("web.xml"), "+avx2", output, cancellation);

        await output.WriteLineAsync("== devices");
        await DevicesSample.RunAsync(In("devices.xml"), output, cancellation);
        await output.WriteLineAsync("== numa");
        await NumaSample.RunAsync(In("devices.xml"), output, cancellation);
        await output.WriteLineAsync("== fleet");
        await FleetSample.RunAsync(folder, output, cancellation);
        await output.WriteLineAsync("== qemu facts");
        await QemuFactsSample.RunAsync(In("qemu.json"), output, cancellation);

        string In(string name) => Path.Combine(folder, name);
    }
}
