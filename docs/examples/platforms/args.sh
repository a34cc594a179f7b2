/usr/bin/qemu-system-x86_64 -name guest=a -machine q35,accel=kvm -cpu 'EPYC-Rome,svm=off,+pcid,tsc-freq=2.5G'
