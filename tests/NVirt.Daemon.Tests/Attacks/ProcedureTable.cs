using System.Reflection;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests.Attacks;

/// <summary>Every call of data/rpc, with the types of its arguments and its result: what the table became when it was compiled.</summary>
internal static class ProcedureTable
{
    private delegate void Reading(ReadOnlySpan<byte> payload);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TableCall> All { get; } =
        [.. Of(typeof(RemoteProgram), RemoteProgram.Find), .. Of(typeof(QemuProgram), QemuProgram.Find)];

    private static IEnumerable<TableCall> Of(Type program, Func<int, ProcedureInfo?> find)
    {
        foreach (PropertyInfo handle in program.GetProperties(BindingFlags.Public | BindingFlags.Static))
        {
            object value = handle.GetValue(null)!;
            int number = (int)handle.PropertyType.GetProperty("Number")!.GetValue(value)!;
            if (find(number) is { } info)
            {
                Type[] types = handle.PropertyType.GetGenericArguments();
                MethodInfo read = typeof(ProcedureTable).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;
                Reading reading = read.MakeGenericMethod(types[1]).CreateDelegate<Reading>();
                uint number0 = (uint)handle.PropertyType.GetProperty("Program")!.GetValue(value)!;
                yield return new TableCall(number0, number, info, types[0], p => reading(p.Span));
            }
        }
    }

    // A result is well-formed if it can be read, and nothing is left.
    private static void Read<T>(ReadOnlySpan<byte> payload)
        where T : IXdrValue<T>
    {
        XdrReader reader = new(payload);
        T.Read(ref reader);
        Assert.Equal(0, reader.Left);
    }
}
