using System.CommandLine;
using System.Globalization;
using System.Text;
using NVirt.Cli.Commands.Hosts;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>
/// Golden tests of the page about an x86 host, with processors made of a model without some features, in all its forms.
/// </summary>
public sealed class X86HostPageTests
{
    private static readonly X86Map Map = CpuMap.Default.X86;

    [Fact]
    public void A_processor_far_from_the_model_one_would_expect_says_what_keeps_it_away() => Golden.Check(
        string.Concat(
            new Processor("AuthenticAMD", new CpuSignature(26, 2, 1), "AMD EPYC-Example Processor", "EPYC-Turin", ["svm", "npt", "la57"])
                .Page("table", "json"),
            new Processor("GenuineIntel", new CpuSignature(6, 143, 8), "Intel(R) Xeon(R) Processor", "SapphireRapids", []).Page("table"),
            new Processor("CentaurHauls", new CpuSignature(7, 91, 3), "ZHAOXIN Example", "YongFeng", ["vmx", .. VmxOf("YongFeng")])
                .Page("table")),
        "x86-host-page");

    [Fact]
    public void A_kernel_that_sees_another_processor_is_told()
    {
        Processor processor = new("AuthenticAMD", new CpuSignature(25, 17, 1), "AMD EPYC-Example Processor", "EPYC-Genoa",
            ["xop"])
        { Listed = "xop", NotListed = "clzero" };
        Golden.Check(processor.Page("table", "json"), "x86-kernel-view");
    }

    private static IEnumerable<string> VmxOf(string model) =>
        CpuMap.Default.FindModel(model)!.Features.Where(f => f.StartsWith("vmx-", StringComparison.Ordinal));

    private sealed class Processor : ICpuidSource, IProcessors
    {
        private readonly FeatureSet _features;
        private readonly X86CpuData _data;
        private readonly string _brand;

        public Processor(string vendor, CpuSignature signature, string brand, string model, string[] without)
        {
            _brand = brand;
            _features = Map.ModelFeatures(Map.FindModel(model));
            foreach (string name in without)
            {
                _features.Remove(Map.FindFeature(name));
            }

            byte[] text = new byte[48];
            Encoding.ASCII.GetBytes(brand, text);
            _data = X86CpuData.Create(
            [
                .. X86Projection.DataOf(Map, _features).Items,
                X86Vendor.ItemOf(vendor) with { Eax = 0x1f },
                X86Item.Cpuid(1, 0, X86Signature.ToEax(signature)),
                X86Item.Cpuid(7, 0, 2),
                X86Item.Cpuid(0x80000000, 0, 0x80000022),
                X86Item.Cpuid(0xc0000000, 0, 0xc0000004),
                .. Enumerable.Range(0, 3)
                .Select(i => X86Item.Cpuid(0x80000002 + (uint)i, 0, Word(i, 0), Word(i, 4), Word(i, 8), Word(i, 12))),
            ]);

            uint Word(int leaf, int at) => BitConverter.ToUInt32(text, (leaf * 16) + at);
        }

        /// <summary>A flag that the kernel lists although CPUID does not have it; empty if there is none.</summary>
        public string Listed { get; init; } = string.Empty;

        /// <summary>A feature of CPUID that the kernel does not list.</summary>
        public string NotListed { get; init; } = string.Empty;

        public X86Item Read(uint leaf, uint subleaf) => _data.Cpuid(leaf, subleaf) ?? X86Item.Cpuid(leaf, subleaf);

        public void RunOnEach(Action<int> work) => work(0);

        public string Page(params string[] forms)
        {
            IEnumerable<string> flags = KernelFlag.All.Where(f => _features.Contains(Map.FindFeature(f.Feature)) && f.Feature != NotListed)
                .Select(f => f.Name);
            using FakeMachine machine = new(cores: 4);
            machine.WithCpuInfo(
                $"processor\t: 0\nmicrocode\t: 0x12\nflags\t\t: {string.Join(' ', flags.Append(Listed))}\naddress sizes\t: 46 bits "
                    + $"physical, 48 bits virtual\n");
            HostSystem system =
                new() { Arch = CpuArchitecture.X86_64, IsLinux = true, Root = machine.Root, Cpuid = this, Processors = this };
            StringBuilder page = new();
            foreach (string form in forms)
            {
                using StringWriter output = new() { NewLine = "\n" };
                ToolCommand root =
                    [SharedOptions.Command(
                        "host", "", session => HostCommand.Run(session, map => HostCpu.From(HostProbe.Read(map, system), map)))];
                int code = root.Parse(["host", "-o", form]).Invoke(new InvocationConfiguration { Output = output });
                page.Append(
                    CultureInfo.InvariantCulture,
                        $"--- {_brand}, {form}\n{output.ToString().Replace(machine.Root, string.Empty, StringComparison.Ordinal)}exit "
                            + $"code {code}\n\n");
            }

            return page.ToString();
        }
    }
}
