using System.IO.Compression;
using System.Xml.Linq;

namespace NVirt.Packages.Tests;

/// <summary>The packages for .NET.</summary>
public sealed class NuGetTests
{
    private static readonly string[] Libraries =
    [
        "NVirt.Cpu", "NVirt.Cpu.MapTables", "NVirt.Cpu.Probe", "NVirt.Domains", "NVirt.Domains.Testing", "NVirt.Fleet", "NVirt.Platforms",
        "NVirt.Qemu", "NVirt.RelaxNg", "NVirt.Remote", "NVirt.Rpc", "NVirt.VMware", "NVirt.Xen", "NVirt.Xml",
    ];

    [Fact]
    public void Each_library_and_the_tool_is_packed_and_each_library_has_symbols()
    {
        Assert.Equal(
            Libraries.Append("NVirt.Tool").Order(StringComparer.Ordinal).Select(n => $"{n}.{Packages.Version}.nupkg"), Names("*.nupkg"));
        Assert.Equal(
            Libraries.Select(n => $"{n}.{Packages.Version}.snupkg"), Names("*.snupkg"));
    }

    [Fact]
    public void Each_says_what_it_is_and_where_it_comes_from()
    {
        foreach (string file in Directory.GetFiles(Packages.NuGet, "*.nupkg"))
        {
            using ZipArchive package = ZipFile.OpenRead(file);
            XElement about = Description(package);
            Assert.Equal("Apache-2.0", Text(about, "license"));
            Assert.Equal(Packages.Version, Text(about, "version"));
            Assert.StartsWith($"# NVirt {Packages.Version}", Text(about, "releaseNotes"), StringComparison.Ordinal);
            Assert.NotEmpty(Text(about, "description"));
            foreach (string part in new[] { "readme", "icon" })
            {
                Assert.True(package.GetEntry(Text(about, part))?.Length > 0, $"{file} has no {part}");
            }

            if (Directory.Exists(Path.Combine(Places.Root, ".git")) || File.Exists(Path.Combine(Places.Root, ".git")))
            {
                XElement repository = Assert.Single(about.Elements(), e => e.Name.LocalName == "repository");
                Assert.Equal(("git", 40), ((string)repository.Attribute("type")!, ((string)repository.Attribute("commit")!).Length));
            }
        }
    }

    [Fact]
    public void A_library_depends_on_nothing_but_other_libraries_of_nvirt_and_one_of_dotnet()
    {
        foreach (string library in Libraries.Where(l => l != "NVirt.Domains.Testing"))
        {
            using ZipArchive package = ZipFile.OpenRead(Path.Combine(Packages.NuGet, $"{library}.{Packages.Version}.nupkg"));
            string framework = library == "NVirt.Cpu.MapTables" ? "netstandard2.0" : "net10.0";
            Assert.NotNull(package.GetEntry($"lib/{framework}/{library}.dll"));
            Assert.NotNull(package.GetEntry($"lib/{framework}/{library}.xml"));
            Assert.NotNull(package.GetEntry($"lib/{framework}/de/{library}.resources.dll"));
            Assert.All(
                Description(package).Descendants().Where(e => e.Name.LocalName == "dependency"),
                d => Assert.True(IsAllowed(library, (string)d.Attribute("id")!), $"{library}: {d}"));
        }
    }

    [Fact]
    public void The_tool_installs_from_the_folder_and_runs()
    {
        using Consumer consumer = new(Packages.NuGet);
        string tools = Path.Combine(consumer.Folder, "tools");
        consumer.Dotnet("tool", "install", "NVirt.Tool", "--version", Packages.Version, "--tool-path", tools);
        string tool = Path.Combine(tools, "nvirt");
        Assert.StartsWith(Packages.Version, Shell.Do(tool, "--version"), StringComparison.Ordinal);
        var (code, output, _) = Shell.Run([], tool, "cpu", "compare", "docs/examples/web.xml", "--host", "docs/examples/new-host.xml");
        Assert.Equal((0, "docs/examples/web.xml (web): superset\n"), (code, output));
        Assert.StartsWith("Sagt", Shell.Do(["LC_ALL=de_DE.UTF-8"], tool, "cpu", "compare", "--help"), StringComparison.Ordinal);
        consumer.Dotnet("tool", "uninstall", "NVirt.Tool", "--tool-path", tools);
        Assert.False(File.Exists(tool));
    }

    [Fact]
    public void A_program_that_refers_to_a_library_builds_and_runs()
    {
        using Consumer consumer = new(Packages.NuGet);
        consumer.Write("Program.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <UseAppHost>false</UseAppHost>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="NVirt.Cpu.Probe" Version="{Packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        consumer.Write("Program.cs", """
            using NVirt.Cpu;
            using NVirt.Cpu.Probe;

            CpuSource host = (await CpuReader.ReadFileAsync(args[0]))[0];
            CpuSource guest = (await CpuReader.ReadFileAsync(args[1]))[0];
            CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
            Console.WriteLine(driver.Compare(host.ToDefinition(), guest.ToDefinition(), host.Unknown).Verdict);
            """);
        consumer.Dotnet("build", "-v", "quiet", "-nologo", "-o", "out");
        string answer = Shell.Do(
            "dotnet", Path.Combine(consumer.Folder, "out", "Program.dll"), "docs/examples/new-host.xml", "docs/examples/video.xml");
        Assert.Equal("Superset\n", answer);
    }

    // What a library of NVirt needs is pinned by those that need the library.
    private static bool IsAllowed(string library, string dependency) =>
        dependency.StartsWith("NVirt.", StringComparison.Ordinal) || (library, dependency) is ("NVirt.Qemu", "System.IO.Hashing")
            or ("NVirt.Platforms" or "NVirt.Fleet", "YamlDotNet");

    private static IEnumerable<string> Names(string form) =>
        Directory.GetFiles(Packages.NuGet, form).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    private static XElement Description(ZipArchive package)
    {
        ZipArchiveEntry entry = Assert.Single(package.Entries, e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal));
        using Stream stream = entry.Open();
        return XDocument.Load(stream).Root!.Elements().First();
    }

    private static string Text(XElement about, string name) => Assert.Single(about.Elements(), e => e.Name.LocalName == name).Value;
}
