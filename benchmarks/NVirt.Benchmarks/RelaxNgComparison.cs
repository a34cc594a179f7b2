using System.Globalization;
using NVirt.RelaxNg;

namespace NVirt.Benchmarks;

/// <summary>
/// libxml2's validator and ours in one process and one run: libvirt's schema of domains, and files read from the disk as xmllint reads
/// them.
/// </summary>
internal static class RelaxNgComparison
{
    private const int Files = 1000;

    public static int Run()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nvirt-relaxng-");
        try
        {
            Console.WriteLine("microseconds of processor time, the best of five rounds");
            Console.WriteLine($"{"operation",-40}{"libxml2",12}{"nvirt",12}{"ratio",10}");
            Report("load the schema", Microseconds(() => Libxml2.xmlRelaxNGFree(Load())),
                Microseconds(() => RelaxNgSchema.Load(Domains.Schema)));
            foreach (int devices in new[] { 2, 20, 200 })
            {
                Validate(folder, devices, devices == 200 ? Files / 10 : Files);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static void Validate(DirectoryInfo folder, int devices, int count)
    {
        string[] files =
            [.. Enumerable.Range(0, count)
                .Select(i => Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{devices}-{i}.xml")))];
        for (int i = 0; i < count; i++)
        {
            File.WriteAllText(files[i], Domains.Domain(i, devices));
        }

        nint theirs = Load();
        RelaxNgSchema ours = RelaxNgSchema.Load(Domains.Schema);
        Report(
            $"a domain of {new FileInfo(files[0]).Length} bytes",
            Microseconds(() => Array.ForEach(files, f => Expect(Validate(theirs, f) == 0, f))) / count,
            Microseconds(() => Array.ForEach(files, f => Expect(ours.ValidateFile(f).Count == 0, f))) / count);
        Libxml2.xmlRelaxNGFree(theirs);
    }

    // Of all threads, the collector's and the compiler's as well; what else runs on the machine does not count. First two seconds to get
    // warm.
    private static double Microseconds(Action action)
    {
        Round(action, milliseconds: 2000);
        return Enumerable.Range(0, 5).Min(_ => Round(action, milliseconds: 300));
    }

    private static double Round(Action action, int milliseconds)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        TimeSpan used;
        int runs = 0;
        do
        {
            action();
            runs++;
            used = Environment.CpuUsage.TotalTime - start;
        }
        while (used.TotalMilliseconds < milliseconds);
        return used.TotalMicroseconds / runs;
    }

    private static nint Load()
    {
        nint context = Libxml2.xmlRelaxNGNewParserCtxt(Domains.Schema);
        nint schema = Libxml2.xmlRelaxNGParse(context);
        Libxml2.xmlRelaxNGFreeParserCtxt(context);
        Expect(schema != 0, Domains.Schema);
        return schema;
    }

    private static int Validate(nint schema, string file)
    {
        nint document = Libxml2.xmlReadFile(file, 0, 0);
        nint context = Libxml2.xmlRelaxNGNewValidCtxt(schema);
        int result = Libxml2.xmlRelaxNGValidateDoc(context, document);
        Libxml2.xmlRelaxNGFreeValidCtxt(context);
        Libxml2.xmlFreeDoc(document);
        return result;
    }

    private static void Expect(bool isRight, string file)
    {
        if (!isRight)
        {
            throw new InvalidOperationException($"{file} is not what it should be");
        }
    }

    private static void Report(string operation, double theirs, double ours) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{operation,-40}{theirs,12:F1}{ours,12:F1}{ours / theirs,10:F2}"));
}
