using System.Globalization;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.Dumps;

/// <summary>Real dumps that people have published; skipped if the shared folder is missing.</summary>
public class SharedDumpTests
{
    // Dumps that contradict the index, or cannot be read, and why.
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["archspec__darwin-mojave-haswell"] = "this is what sysctl prints on macOS",
        ["vdsm__caps_libvirt_s390x.out"] = "virsh domcapabilities",
    };

    // Models of processors without 64-bit mode.
    private static readonly string[] NeverForModern =
        ["486", "coreduo", "n270", "kvm32", "qemu32", "pentium", "pentium2", "pentium3", "pentiumpro", "athlon", "cpu64-rhel5",
            "cpu64-rhel6"];

    private sealed record Row(string File, string Vendor, string Signature);

    private static readonly Lazy<IReadOnlyList<(string File, CpuSource Source)>> X86 = new(() =>
    [
        .. Index().Where(r => !Refused.ContainsKey(r.File)).SelectMany(r => Read(r.File).Select(s => (r.File, s)))
            .Where(p => p.s.Data is X86CpuData),
    ]);

    private static string[] Index(string folder) => File.ReadAllLines(Path.Combine(folder, "index.tsv"));

    private static IEnumerable<Row> Index() =>
        Index(Places.Shared("dumps")).Skip(1).Select(l => l.Split('\t')).Select(f => new Row(f[0], f[3], f[4]));

    private static IReadOnlyList<CpuSource> Read(string file) => CpuReader.Read(File.ReadAllBytes(Places.Shared("dumps", file)), file);

    private static IEnumerable<(string File, CpuSource Source, CpuDefinition Cpu)> Decoded()
    {
        foreach ((string file, CpuSource source) in X86.Value)
        {
            CpuDefinition cpu;
            try
            {
                cpu = source.ToDefinition();
            }
            catch (CpuException)
            {
                continue;
            }

            yield return (file, source, cpu);
        }
    }

    private static void AssertNone(IEnumerable<string> problems)
    {
        string all = string.Join('\n', problems);
        Assert.True(all.Length == 0, all);
    }

    [Fact]
    public void Every_file_is_read_or_refused_for_the_reason_that_is_listed()
    {
        List<string> problems = [];
        foreach (Row row in Index())
        {
            CpuException? refusal = null;
            try
            {
                Assert.NotEmpty(Read(row.File));
            }
            catch (CpuException e)
            {
                refusal = e;
            }

            if (Refused.TryGetValue(row.File, out string? reason) ? refusal?.Message.Contains(reason, StringComparison.Ordinal) != true
                : refusal is not null)
            {
                problems.Add($"{row.File}: {refusal?.Message ?? "read"}");
            }
        }

        AssertNone(problems);
    }

    [Fact]
    public void Vendor_and_signature_are_those_of_the_index()
    {
        List<string> problems = [];
        foreach (Row row in Index().Where(r => r.Signature.Length > 0))
        {
            X86CpuData data = (X86CpuData)Assert.Single(Read(row.File)).Data!;
            CpuSignature signature = X86Signature.Of(data);
            int vendor = X86Vendor.Detect(FakeCpuid.Map, data);
            string found = string.Create(CultureInfo.InvariantCulture, $"{signature.Family}/{signature.Model}/{signature.Stepping}");
            if (found != row.Signature || (vendor < 0 ? string.Empty : FakeCpuid.Map.VendorName(vendor)) != row.Vendor)
            {
                problems.Add(
                    $"{row.File}: {(vendor < 0 ? "-" : FakeCpuid.Map.VendorName(vendor))} {found}, and not {row.Vendor} {row.Signature}");
            }
        }

        AssertNone(problems);
    }

    [Fact]
    public void No_64_bit_processor_is_one_of_another_era() => AssertNone(
        Decoded().Where(d => d.Source.HasFeature("lm") == true && NeverForModern.Contains(d.Cpu.Model!.Split("-v")[0]))
            .Select(d => $"{d.File}: {d.Cpu.Model}"));

    [Fact]
    public void A_processor_without_a_model_is_one_that_none_is_of()
    {
        List<string> problems = [];
        foreach ((string file, CpuSource source) in X86.Value)
        {
            try
            {
                source.ToDefinition();
            }
            catch (CpuException e)
            {
                // Without these, a CPU is older than every model; for others, the nearest model is named; otherwise it is undecided.
                string[] basic = ["fpu", "de", "pse", "tsc", "msr", "mce", "cx8", "pge", "cmov", "pat", "mmx", "fxsr"];
                bool isOld = basic.Any(f => source.HasFeature(f) == false);
                string[] lacking = e.Message.Split("lacks: ") is [_, var names] ? names.Split(", ") : [];
                bool isTrue = lacking.Length > 0 && lacking.All(f => source.HasFeature(f) == false);
                if (!isOld && !isTrue && e.Kind != CpuErrorKind.Undecided)
                {
                    problems.Add($"{file}: {e.Message}");
                }
            }
        }

        AssertNone(problems);
    }

    [Fact]
    public void What_was_decoded_and_encoded_is_decoded_to_the_same()
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
        List<string> problems = [];
        foreach ((string file, _, CpuDefinition cpu) in Decoded())
        {
            CpuEncoding encoding = driver.Encode(cpu);
            X86CpuData data = ((X86CpuData)encoding.Required).Add((X86CpuData)encoding.Vendor);
            if (cpu.Signature is { } signature)
            {
                data = data.Add(X86CpuData.Create([X86Item.Cpuid(1, 0, X86Signature.ToEax(signature))]));
            }

            CpuDefinition again = driver.Decode(CpuDefinition.NewHost(CpuArchitecture.X86_64), data);
            if (again.Model != cpu.Model || !again.Features.SequenceEqual(cpu.Features))
            {
                problems.Add($"{file}: {cpu.Model} became {again.Model}");
            }
        }

        AssertNone(problems);
    }

    [Fact]
    public void The_baseline_of_processors_runs_on_each_of_them()
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
        (string File, CpuSource Source, CpuDefinition Cpu)[] all = [.. Decoded()];
        List<string> problems = [];
        for (int i = 0; i < all.Length; i++)
        {
            foreach (int j in new[] { i, (i + 1) % all.Length, (i + 17) % all.Length })
            {
                if (all[i].Cpu.Vendor != all[j].Cpu.Vendor)
                {
                    continue;
                }

                HashSet<string> unknown = [.. all[i].Source.Unknown, .. all[j].Source.Unknown];
                CpuDefinition baseline;
                try
                {
                    baseline = driver.Baseline([all[i].Cpu, all[j].Cpu], new CpuBaselineOptions { Unknown = unknown });
                }
                catch (CpuException e) when (i != j)
                {
                    Assert.NotEmpty(e.Message);
                    continue;
                }

                foreach (int host in new[] { i, j })
                {
                    CpuComparison comparison = driver.Compare(all[host].Cpu, baseline, all[host].Source.Unknown);
                    if (comparison.Verdict is CpuVerdict.Incompatible or CpuVerdict.Error)
                    {
                        problems.Add($"{all[i].File} and {all[j].File} on {all[host].File}: {baseline.Model}");
                    }
                }
            }
        }

        AssertNone(problems);
    }

    [Fact]
    public void Of_two_processors_that_run_each_others_guests_the_features_are_the_same()
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
        (string File, CpuSource Source, CpuDefinition Cpu)[] all = [.. Decoded()];
        List<string> problems = [];
        for (int i = 0; i < all.Length; i++)
        {
            int j = (i + 1) % all.Length;
            CpuVerdict one = driver.Compare(all[i].Cpu, all[j].Cpu).Verdict;
            CpuVerdict other = driver.Compare(all[j].Cpu, all[i].Cpu).Verdict;
            if (one == CpuVerdict.Superset && other is CpuVerdict.Superset or CpuVerdict.Identical
                || one == CpuVerdict.Identical && other != CpuVerdict.Identical)
            {
                problems.Add($"{all[i].File} and {all[j].File}: {one}, {other}");
            }
        }

        AssertNone(problems);
    }
}
