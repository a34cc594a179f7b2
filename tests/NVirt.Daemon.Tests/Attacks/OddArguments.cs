using System.Buffers;
using System.Buffers.Binary;
using System.Reflection;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Tests.Attacks;

/// <summary>Arguments made from their types: whole ones with odd values, and then their bytes changed.</summary>
/// <param name="random">Where the choices come from.</param>
/// <param name="folder">The folder that all paths are in.</param>
internal sealed class OddArguments(Random random, string folder)
{
    /// <summary>Domains that are there.</summary>
    public static readonly (string Name, Guid Uuid)[] Domains =
        [("test", Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f")), ("web", Guid.Parse("11111111-2222-3333-4444-555555555555"))];

    /// <summary>A pool that is there.</summary>
    public const string Pool = "images";

    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly int[] Integers = [0, 1, 2, 3, 4, 8, 9, 16, 64, 256, 1024, 65536, -1, int.MaxValue, int.MinValue];

    private static readonly long[] Longs =
        [0, 1, 512, 1024, 32 * 1024, 1 << 20, uint.MaxValue, long.MaxValue, long.MinValue, -1, long.MaxValue - 511];

    /// <summary>A domain document for the name and UUID of the domain that is there.</summary>
    public static string DomainXml(string name = "web", string uuid = "11111111-2222-3333-4444-555555555555") => $"""
        <domain type='qemu'><name>{name}</name><uuid>{uuid}</uuid><memory unit='MiB'>16</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os><devices><serial type='pty'/></devices></domain>
        """;

    /// <summary>The payload of a call.</summary>
    public byte[] Make(TableCall call)
    {
        ArrayBufferWriter<byte> output = new();
        XdrWriter writer = new(output);
        try
        {
            ((IXdrWritable)Value(call.Arguments, string.Empty)).Write(ref writer);
        }
        catch (XdrException)
        {
            // More than the protocol allows: what was written until then is a payload that ends early.
        }

        byte[] payload = output.WrittenSpan.ToArray();
        return random.Next(3) == 0 ? Mutate(payload) : payload;
    }

    private object Value(Type type, string name) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 => Number(),
        TypeCode.UInt32 => name.EndsWith("lags", StringComparison.Ordinal) && random.Next(4) != 0
            ? (random.Next(2) == 0 ? 0u : 1u << random.Next(32)) : unchecked((uint)Number()),
        TypeCode.Int64 => Pick(Longs),
        TypeCode.UInt64 => unchecked((ulong)Pick(Longs)),
        TypeCode.Double => Pick([0.0, -1.0, double.NaN, double.PositiveInfinity, 1e300]),
        TypeCode.String => String(name),
        _ when type == typeof(Guid) || type == typeof(Guid?) => random.Next(4) == 0 ? Guid.NewGuid() : Pick(Domains).Uuid,
        _ when type == typeof(TypedParameter) => Parameter(),
        _ when type == typeof(byte[]) => Bytes(),
        _ when type.IsArray => Array(type.GetElementType()!, name),
        _ when type == typeof(XdrNothing) => XdrNothing.Value,
        _ => type == typeof(RemoteDomain) && random.Next(4) != 0 ? Domain() : Structure(type),
    };

    private int Number() => random.Next(3) == 0 ? random.Next() : Pick(Integers);

    private object Structure(Type type)
    {
        object made = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties().Where(p => p.SetMethod is not null))
        {
            bool canBeMissing = Nullability.Create(property).ReadState == NullabilityState.Nullable;
            property.SetValue(made, canBeMissing && random.Next(3) == 0 ? null : Value(property.PropertyType, property.Name));
        }

        return made;
    }

    private RemoteDomain Domain()
    {
        (string name, Guid uuid) = Pick(Domains);
        return new RemoteDomain { Name = random.Next(8) == 0 ? String("name") : name, Uuid = uuid, Id = random.Next(3) - 1 };
    }

    private Array Array(Type item, string name)
    {
        int count = random.Next(20) == 0 ? 2000 : random.Next(4);
        Array items = System.Array.CreateInstance(item, item == typeof(string) ? Math.Min(count, 50) : count);
        for (int i = 0; i < items.Length; i++)
        {
            items.SetValue(Value(item, name), i);
        }

        return items;
    }

    private byte[] Bytes()
    {
        byte[] bytes = new byte[random.Next(10) == 0 ? 70_000 : random.Next(64)];
        random.NextBytes(bytes);
        return bytes;
    }

    private TypedParameter Parameter()
    {
        string field = Pick(["bandwidth", "destination_xml", "migrate_uri", "state.state", "cpu.time", "params", "\u00e4", string.Empty]);
        return random.Next(6) switch
        {
            0 => TypedParameter.OfInt(field, Number()),
            1 => TypedParameter.OfUInt(field, unchecked((uint)Number())),
            2 => TypedParameter.OfLong(field, Pick(Longs)),
            3 => TypedParameter.OfULong(field, unchecked((ulong)Pick(Longs))),
            4 => TypedParameter.OfBool(field, random.Next(2) == 0),
            _ => TypedParameter.OfString(field, String("xml")),
        };
    }

    // What stands for a path is in the folder, or nowhere. Most are what the field's name asks for, so that they are not refused at once.
    private string String(string name) => random.Next(6) == 0 ? Oddity() : Pick(name.ToUpperInvariant() switch
    {
        var n when n.Contains("XML") || n.Contains("DESC") || n.Contains("CPU") => Documents(),
        var n when n.Contains("CMD") => ["{\"execute\":\"query-status\"}", "{", "info status", "{\"execute\":{}}", "[]"],
        var n when n.Contains("URI") => ["tcp://127.0.0.1:1", "tcp://[::1]", "unix:///x", "qemu+tls://nowhere.invalid/system", "tcp:x:y"],
        var n when n.Contains("ARCH") => ["x86_64", "i686", "aarch64", "ppc64le", "z80"],
        var n when n.Contains("VIRTTYPE") || n == "TYPE" => ["qemu", "kvm", "test", "xen"],
        var n when n.Contains("EMULATOR") => ["/usr/bin/qemu-system-x86_64", "/usr/bin/true", folder],
        var n when n.Contains("MACHINE") => ["pc", "q35", "none", "x"],
        var n when n.Contains("PATH") || n.Contains("FILE") || n == "KEY" || n == "DISK" || n == "TO" =>
            [$"{folder}/images/a.img", $"{folder}/images/../b", "vda", folder, $"{folder}/none"],
        "POOL" => [Pool, "none"],
        "NAME" => ["web", "test", Pool, "a.img", "b.qcow2", "qemu:///system", "test:///default", "new"],
        _ => ["serial0", "net0", "virtio-disk0", "en", "http://x/", "x", "0", "web"],
    });

    private string[] Documents() =>
    [
        DomainXml(), DomainXml("new", Guid.NewGuid().ToString()), "<cpu><arch>x86_64</arch><model>Nehalem</model></cpu>",
        "<cpu match='exact'><model>qemu64</model><feature name='avx512f' policy='require'/></cpu>", "<cpu mode='host-model'/>",
        $"<pool type='dir'><name>{Pool}</name><target><path>{folder}/images</path></target></pool>",
        $"<pool type='dir'><name>p{random.Next(9)}</name><target><path>{folder}/p{random.Next(9)}</path></target></pool>",
        $"<volume><name>v{random.Next(9)}</name><capacity>{Pick(Longs)}</capacity>"
            + $"<target><format type='{Pick(["raw", "qcow2"])}'/></target></volume>",
        $"<volume><name>../x</name><capacity unit='{Pick(["E", "TiB", "x"])}'>1</capacity></volume>",
        "<domainsnapshot/>", "<title/>", "<a:b xmlns:a='x'/>",
    ];

    private string Oddity() => random.Next(12) switch
    {
        0 => string.Empty,
        1 => new string('A', 100_000),
        2 => "a\0b",
        3 => "%s%n%x",
        4 => "../../etc/passwd",
        5 => "\u202e\ufeff\ud83d\ude00\u0001\u001b[31m",
        6 => string.Concat(Enumerable.Repeat("<a>", 5000)),
        7 => "<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;&b;'>]><domain>&d;</domain>",
        8 => DomainXml().Replace("16<", "99999999999999999999<", StringComparison.Ordinal),
        9 => DomainXml()[..random.Next(100)],
        10 => new string('\n', 50),
        _ => "<domain type='qemu'><name>" + new string('n', 300) + "</name></domain>",
    };

    private byte[] Mutate(byte[] payload)
    {
        List<byte> bytes = [.. payload];
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 2:
                    bytes.InsertRange(at, new byte[random.Next(1, 9)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(4, bytes.Count - at));
                    break;
                default:
                    at &= ~3;
                    byte[] number = new byte[sizeof(int)];
                    BinaryPrimitives.WriteInt32BigEndian(number, Pick(Integers));
                    bytes.RemoveRange(at, Math.Min(4, bytes.Count - at));
                    bytes.InsertRange(at, number);
                    break;
            }
        }

        return [.. bytes];
    }

    private T Pick<T>(params T[] values) => values[random.Next(values.Length)];
}
