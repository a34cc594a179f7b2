#!/bin/busybox sh
# The first process of LinuxGuest.cs. It tells on the serial port what /proc/cpuinfo says, then "up", and counts until the power button is
# pressed. Behind "--" on the kernel's command line, the word "load" has it write to 32 MiB of memory all the time, and "net" with two
# addresses has it be the first and look for the second in its network.

busybox mkdir /proc /sys /tmp
busybox mount -t proc proc /proc
busybox mount -t sysfs sys /sys
busybox mount -t devtmpfs dev /dev
busybox mount -t tmpfs tmp /tmp
exec </dev/ttyS0 >/dev/ttyS0 2>&1
busybox cat /proc/cpuinfo

# Whatever comes from the button powers off; an event has 24 bytes.
busybox insmod /evdev.ko
busybox insmod /button.ko
for event in /sys/class/input/event*; do
    read -r name <"$event/device/name"
    if [ "$name" = 'Power Button' ]; then
        exec 3<"/dev/input/${event##*/}"
        (busybox dd bs=24 count=1 <&3 >/dev/null 2>&1 && busybox poweroff -f) &
    fi
done

# The kernel hands over what it does not know itself, too.
case " $* " in *' load '*)
    (
        round=0
        while true; do
            busybox dd if=/bin/busybox of=/tmp/load bs=64k seek=$((round % 16 * 32)) conv=notrunc 2>/dev/null
            round=$((round + 1))
        done
    ) &
    ;;
esac

# An address, and whom to ask for an answer.
while [ $# -gt 0 ] && [ "$1" != net ]; do shift; done
if [ "$1" = net ]; then
    for module in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci failover net_failover virtio_net; do
        busybox insmod "/$module.ko"
    done
    busybox ip addr add "$2/24" dev eth0
    busybox ip link set eth0 up
    (
        until busybox ping -c 1 -W 1 "$3" >/dev/null; do :; done
        echo "reached $3"
    ) &
fi

echo up
count=0
while true; do
    echo "count $count"
    count=$((count + 1))
    busybox usleep 50000
done
