using NVirt.Rpc.Compiler;

namespace NVirt.Rpc.Tests.Procedures;

/// <summary>The table of procedures against what was measured of libvirt's protocol.</summary>
public sealed class TableTests
{
    private static readonly RpcTables Ours = RpcGenerator.Read(
        Directory.EnumerateFiles(Path.Combine(Places.Root, "data", "rpc"), "*.rpc")
            .Select(f => KeyValuePair.Create(f, File.ReadAllText(f))));

    [Fact]
    public void The_table_has_no_mistakes() => Assert.Empty(Ours.Problems);

    [Fact]
    public void Every_procedure_is_there_with_its_priority_and_its_rights()
    {
        string[] theirs =
            [.. Rows().Select(
                r => $"{r[1]} {r[2]} {Kind(r[4])} {r[7]} {(r[10] == "-" ? "allowed" : r[10])} {(r[8] == "-" ? "-" : r[8].Split(' ')[0])}")];
        string[] ours =
        [
            // libvirt has nothing of the program that is ours alone.
            .. from program in Ours.Programs
               where program.Name != "NVirt"
               from p in program.Procedures
               let rights = p.IsDenied ? "denied" : p.DeniedField is null ? "allowed" : "flags"
               let stream = p.Stream switch { "Out" => "read", "In" => "write", _ => "-" }
               select $"{(program.Name == "Qemu" ? "qemu" : "remote")} {p.Number} {(p.IsEvent ? "event" : "call")} "
                   + $"{(p.IsHighPriority ? "high" : "low")} {(p.IsEvent ? "-" : rights)} {stream}",
        ];
        Assert.Equal(
            theirs.Select(t => t.Contains(" event ", StringComparison.Ordinal) ? WithoutRights(t) : t).Order(StringComparer.Ordinal),
            ours.Select(o => o.Contains(" event ", StringComparison.Ordinal) ? WithoutRights(o) : o).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_layout_is_as_measured()
    {
        Dictionary<string, List<RpcField>> structures = Ours.Structures.ToDictionary(s => s.Key, s => s.Value);
        Dictionary<string, RpcProcedure> ours = Ours.Programs
            .SelectMany(p => p.Procedures.Select(r => (Key: $"{p.Name.ToLowerInvariant()} {r.Number}", Value: r)))
            .ToDictionary(p => p.Key, p => p.Value);
        Assert.All(Rows(), row =>
        {
            RpcProcedure procedure = ours[$"{row[1]} {row[2]}"];
            Assert.Equal($"{row[2]} {Layout.OfText(row[5])}", $"{row[2]} {Layout.Of(procedure.Arguments, structures)}");
            Assert.Equal($"{row[2]} {Layout.OfText(row[6])}", $"{row[2]} {Layout.Of(procedure.Result, structures)}");
        });
    }

    [Theory]
    [InlineData("call 1 Early", "x.rpc:1")]
    [InlineData("program P 0x1\ncall one Word", "x.rpc:2")]
    [InlineData("program P 0x1\ncall 1 A\n    string", "x.rpc:3")]
    [InlineData("program P 0x1\ncall 1 A\ncall 1 B", "x.rpc:3")]
    [InlineData("program P 0x1\ncall 1 A later", "x.rpc:2")]
    [InlineData("program P 0x1\ncall 1 A\n    string<9 name", "x.rpc:3")]
    [InlineData("enum E\n    One", "x.rpc:2")]
    public void A_mistake_is_told_with_its_line(string text, string place)
    {
        RpcProblem problem = Assert.Single(RpcGenerator.Read([KeyValuePair.Create("x.rpc", text)]).Problems);
        Assert.Equal(place, $"{problem.File}:{problem.Line}");
    }

    private static IEnumerable<string[]> Rows() => File.ReadLines(Places.Shared("spec", "rpc", "procedures.tsv")).Skip(1)
        .Select(l => l.Split('\t')).Where(r => r[1] is "remote" or "qemu");

    private static string Kind(string kind) => kind == "call" ? "call" : "event";

    private static string WithoutRights(string row) => string.Join(' ', row.Split(' ').Take(3));
}
