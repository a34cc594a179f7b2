using System.Diagnostics;
using NVirt.Cpu;
using NVirt.Platforms;

namespace NVirt.Benchmarks;

/// <summary>How many files of each form are read a second of CPU time, from memory, and all of them from disk.</summary>
internal static class FormReading
{
    private const int Files = 10_000;

    // Of the processor: on a busy machine, other programs take most of what a clock shows.
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(0.5);

    public static int Run(string folder)
    {
        (string Name, byte[] Content)[] files =
            [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))
                .Where(f => IsRead(f.Item1, f.Item2))];
        Console.WriteLine($"{"file",-24}{"bytes",8} {"form",-27}{"files a second",16}");
        foreach ((string name, byte[] content) in files)
        {
            Repeat(content, name, 2 * Time);
            (int count, TimeSpan used) = Repeat(content, name, Time);
            Console.WriteLine(
                $"{name,-24}{content.Length,8} {PlatformReader.FormOf(content, name),-27}{count / used.TotalSeconds,16:N0}");
        }

        OfDisk(files);
        return 0;
    }

    private static bool IsRead(string name, byte[] content)
    {
        try
        {
            return PlatformReader.Read(content, name).Count > 0;
        }
        catch (CpuException e)
        {
            Console.WriteLine($"left out: {e.Message}");
            return false;
        }
    }

    private static (int Count, TimeSpan Used) Repeat(byte[] content, string name, TimeSpan time)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan start = process.TotalProcessorTime;
        int count = 0;
        do
        {
            for (int i = 0; i < 64; i++)
            {
                _ = PlatformReader.Read(content, name);
            }

            count += 64;
            process.Refresh();
        }
        while (process.TotalProcessorTime - start < time);

        return (count, process.TotalProcessorTime - start);
    }

    // The kernel has them in its cache, as after a copy from elsewhere.
    private static void OfDisk((string Name, byte[] Content)[] files)
    {
        string folder = Directory.CreateTempSubdirectory("forms").FullName;
        try
        {
            for (int i = 0; i < Files; i++)
            {
                (string name, byte[] content) = files[i % files.Length];
                File.WriteAllBytes(Path.Combine(folder, $"{i:00000}-{name}"), content);
            }

            using Process process = Process.GetCurrentProcess();
            TimeSpan start = process.TotalProcessorTime;
            Stopwatch clock = Stopwatch.StartNew();
            int cpus = 0;
            foreach (string file in Directory.EnumerateFiles(folder))
            {
                cpus += PlatformReader.Read(File.ReadAllBytes(file), file).Count;
            }

            TimeSpan passed = clock.Elapsed;
            process.Refresh();
            TimeSpan used = process.TotalProcessorTime - start;
            Console.WriteLine($"{Files:N0} files from disk, {cpus:N0} CPUs, {passed.TotalSeconds:N2} s");
            Console.WriteLine($"{Files / used.TotalSeconds:N0} a second of CPU time");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
