using System.Buffers.Binary;
using NVirt.Qemu.Storage;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Storage;

/// <summary>The first bytes of images, which anybody may have written.</summary>
public sealed class ImageHeaderTests
{
    private static readonly byte[][] Magics =
        [[.. "QFI"u8, 0xfb, 0, 0, 0, 2], [.. "QFI"u8, 0xfb, 0, 0, 0, 3], [.. "QFI"u8, 0xfb, 0, 0, 0, 1], [.. "QED\0"u8], [.. "KDMV"u8],
            [.. "conectix"u8]];

    // Numbers at which additions end beyond the header, or beyond what a number can be.
    private static readonly ulong[] Edges =
        [0, 1, 72, 104, 112, 1016, 1023, 1024, 1025, int.MaxValue, 1UL << 31, uint.MaxValue - 7, uint.MaxValue, long.MaxValue, 1UL << 63,
            ulong.MaxValue - 8, ulong.MaxValue];

    [Fact]
    [Trait("Run", "long")]
    public void Whatever_the_numbers_in_a_header_are_it_is_read()
    {
        Random random = new(RunSettings.Seed);
        for (int round = 0; round < RunSettings.Times(20_000); round++)
        {
            byte[] header = new byte[random.Next(3) == 0 ? random.Next(1100) : 1024];
            if (random.Next(2) == 0)
            {
                random.NextBytes(header);
            }

            byte[] magic = Magics[random.Next(Magics.Length)];
            magic.AsSpan(0, Math.Min(magic.Length, header.Length)).CopyTo(header);
            for (int change = random.Next(8); change > 0 && header.Length > 136; change--)
            {
                int at = 8 + random.Next(15 * 8);
                ulong edge = Edges[random.Next(Edges.Length)];
                if (random.Next(2) == 0)
                {
                    BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(at), edge);
                }
                else
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(at), edge);
                }
            }

            ImageHeader read = ImageHeader.Of(header);
            Assert.DoesNotContain(read.Backing?.Path ?? string.Empty, char.IsControl);
            _ = read.Format.CapacityOf(header);
        }
    }

    [Fact]
    public void A_parent_and_extents_of_a_vmdk_are_noticed()
    {
        byte[] image = new byte[2048];
        "KDMV"u8.CopyTo(image);
        "parentFileNameHint=\"/base.vmdk\"\n"u8.CopyTo(image.AsSpan(600));
        ImageHeader spread = ImageHeader.Of(image);
        Assert.Equal((ImageFormat.Vmdk, "/base.vmdk", true), (spread.Format, spread.Backing?.Path, spread.IsSpread));
        image[12] = 1;
        Assert.False(ImageHeader.Of(image).IsSpread);
    }
}
